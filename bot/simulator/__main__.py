"""Run the simulator by itself: `python -m bot.simulator --port 8081 --token 1:x --folder data`."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from bot.simulator import Clock, Simulator, serve


async def run(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    simulator = Simulator(options.token, Clock(options.folder), options.folder)
    async with serve(simulator, options.host, options.port) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--token", required=True)
    parser.add_argument("--folder", type=Path, default=None, help="where to keep everything")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()

"""What the dialogue's tests share: the real library, read once."""

import fcntl
import pickle

import pytest

from flows.content.library import Library
from flows.engine import Engine
from flows.load import load_library
from flows.values.words import Words
from tests.flows.person import Person
from tests.flows.walks import Met, all_met, walked


@pytest.fixture(scope="session")
def library() -> Library:
    """Give the library as shipped."""
    return load_library()


@pytest.fixture(scope="session")
def engine(library: Library) -> Engine:
    """Give an engine over the library as shipped, in all its languages."""
    return Engine(library, Words())


@pytest.fixture(scope="session")
def met(engine: Engine, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Met:
    """Give all that was met on the walks that meet everything; walked by one process for all."""
    if worker_id == "master":
        return all_met(engine, walked())
    kept = tmp_path_factory.getbasetemp().parent / "met"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(all_met(engine, walked())))
    read: Met = pickle.loads(kept.read_bytes())  # noqa: S301  # our own, of this run
    return read


@pytest.fixture
def person(engine: Engine) -> Person:
    """Give somebody who never wrote before."""
    return Person(engine, days=400, operator="", privacy_url="")


@pytest.fixture
def known_person(engine: Engine) -> Person:
    """Give somebody who agreed before."""
    return Person(engine, consent=1, days=400)

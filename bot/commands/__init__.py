"""The parts of the `checkup` command; `bot.cli` puts them together."""

"""The real bot, as a process of its own, and people who talk to it over HTTP."""

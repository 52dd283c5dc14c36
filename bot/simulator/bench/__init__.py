"""The bench of `checkup try`: its page, and what the page asks for."""

"""A simulated year of reminders: people in six zones, restarts, and what must never happen."""

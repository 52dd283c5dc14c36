"""The dialogue's tests: no clock, no network, no database."""

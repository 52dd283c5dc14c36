"""Settings from the environment, and the keys."""

"""A turn: one thing said, one transaction."""

"""How updates come in, and what they are read as."""

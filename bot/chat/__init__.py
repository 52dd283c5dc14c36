"""What stands in a person's chat, what is still to be sent there, and what becomes of it."""

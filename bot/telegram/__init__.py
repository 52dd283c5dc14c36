"""Telegram: how it is called, dressed, and what its refusals mean."""

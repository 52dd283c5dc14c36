"""Carries out what is committed: in order, at the pace Telegram allows."""

"""Tests of the bot's house."""

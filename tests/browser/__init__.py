"""The page, driven by a real browser: as a person who tries the bot uses it."""

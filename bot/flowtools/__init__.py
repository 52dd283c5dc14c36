"""Tools for those who write, translate and review flows. Nothing here runs in the bot."""

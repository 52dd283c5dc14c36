"""Where somebody stands: the walk so far, what is known there, and the card in front."""

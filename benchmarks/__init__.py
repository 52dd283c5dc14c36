"""Figures that the documentation gives, measured anew: `make bench`."""

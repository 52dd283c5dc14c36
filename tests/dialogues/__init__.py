"""Whole conversations, as a clinician can read them."""

"""Tests of the tools around the flows."""

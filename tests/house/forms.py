"""A pytest plugin that chooses how far hypothesis searches, by CHECKUP_TESTS.

short (also when unset): few examples, the same ones each time.
full: many examples, new ones each time, and a failure prints how to repeat it.
"""

import os

from hypothesis import settings

settings.register_profile("short", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=300, deadline=None, print_blob=True)
settings.load_profile("full" if os.environ.get("CHECKUP_TESTS") == "full" else "short")

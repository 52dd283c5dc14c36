"""What these tests share: a press, warm after the first of them."""

import pytest

from bot.paper.press import Press


@pytest.fixture(scope="session")
def press() -> Press:
    """Give a press with the shipped fonts."""
    return Press()

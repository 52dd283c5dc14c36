"""What the dialogue's tests share: the real library, read once."""

import pytest

from flows.engine import Engine
from flows.library import Library
from flows.load import load_library
from flows.words import Words
from tests.flows.person import Person
from tests.flows.walks import Met, all_met, walked


@pytest.fixture(scope="session")
def library() -> Library:
    """Give the library as shipped."""
    return load_library()


@pytest.fixture(scope="session")
def engine(library: Library) -> Engine:
    """Give an engine over the library as shipped, in all its languages."""
    return Engine(library, Words())


@pytest.fixture(scope="session")
def met(engine: Engine) -> Met:
    """Give all that was met on the walks that meet everything."""
    return all_met(engine, walked())


@pytest.fixture
def person(engine: Engine) -> Person:
    """Give somebody who never wrote before."""
    return Person(engine, days=400, operator="", privacy_url="")


@pytest.fixture
def known_person(engine: Engine) -> Person:
    """Give somebody who agreed before."""
    return Person(engine, consent=1, days=400)

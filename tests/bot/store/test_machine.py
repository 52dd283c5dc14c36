"""The store against a dictionary, long random histories on both databases."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bot.store.machine import StoreMachine
from tests.databases import Database

# A history on PostgreSQL takes two seconds.
MOST = min(settings.default.max_examples, 25) if settings.default else 25


@pytest.mark.timeout(900)
def test_the_store_is_a_dictionary_that_lasts(database: Database) -> None:
    """Whatever is done in whatever order, the store says what a dictionary would."""

    class OnThisDatabase(StoreMachine):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(
        OnThisDatabase, settings=settings(stateful_step_count=15, max_examples=MOST)
    )

"""What every test shares: how long property tests run, and real databases to run on."""

import os

from hypothesis import HealthCheck, settings

from tests.databases import Database, database, postgres_server

__all__ = ["Database", "database", "postgres_server"]

_slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("short", max_examples=15, deadline=None, suppress_health_check=_slow)
settings.register_profile("full", max_examples=200, deadline=None, suppress_health_check=_slow)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

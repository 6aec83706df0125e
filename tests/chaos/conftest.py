"""What several of these tests break: a Redis that workers and this process share."""

import pytest


@pytest.fixture
def with_redis(workers, broker):
    """Workers and this process share a Redis, as a web process does."""
    workers.environment["REDIS_URL"] = broker.url
    return broker

"""What several of these tests break: a Redis that workers and this process share."""

import pytest
from kombu import pools

from pvehub.celery import app
from pvehub.jobs import kick


@pytest.fixture
def with_redis(workers, redis_server, settings, monkeypatch):
    """Workers and this process share a Redis, as a web process does."""
    workers.environment["REDIS_URL"] = settings.REDIS_URL = redis_server.url
    monkeypatch.setitem(app.conf, "broker_url", redis_server.url)
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setattr(kick, "_away_until", 0.0)
    forget_connections()
    yield redis_server
    forget_connections()


def forget_connections():
    """Celery keeps its connections for the life of a process; here each test has a Redis of its own."""
    pools.reset()
    app._pool = None
    app.__dict__.pop("amqp", None)

"""Redis as a broker that may go away in the middle of a task.

When a task ends after its connection is gone, kombu 5.7 asks a channel that belongs to no connection for the address
of its server: an AttributeError, which Celery takes for a fault of the programme, and the worker stops for good. Said
as what it is, a lost connection, it is recovered from like every other: what was not acknowledged is kept by rows.
"""

from typing import Any

from kombu import transport
from kombu.transport import redis
from redis.exceptions import ConnectionError as Lost


class Channel(redis.Channel):  # type: ignore[misc]  # kombu has no types
    """A channel that says so when its connection is gone."""

    def _connparams(self, asynchronous: bool = False) -> Any:
        if self.connection is None or self.connection.client is None:
            raise Lost("The connection of this channel is closed.")
        return super()._connparams(asynchronous)


class Transport(redis.Transport):  # type: ignore[misc]  # kombu has no types
    """Kombu's transport with such channels."""

    Channel = Channel


def install() -> None:
    """Addresses that begin with redis:// or rediss:// are reached through it from now on."""
    for scheme in ("redis", "rediss"):
        transport.TRANSPORT_ALIASES[scheme] = f"{__name__}:Transport"

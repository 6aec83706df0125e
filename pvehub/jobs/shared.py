"""The cache that all processes share: Redis, and the table in the database for as long as Redis is away.

What it holds must hold: how often somebody has tried to sign in. Without Redis these limits are counted in the table, as
where there is no Redis at all; nobody gets more than one more round of tries by its coming and going, and no page fails.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
TABLE = "django_cache"
PAUSE = 2.0  # seconds without a new attempt once it was away: of the requests in that time one waits for it
# Django's own pool would wait five seconds for each of four attempts; a person waits for the answer.
OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)}
_away_until = 0.0


class SharedCache(RedisCache):
    """Django's cache on Redis, with the table to fall back on."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": OPTIONS | params.get("OPTIONS", {})})
        self._table = DatabaseCache(TABLE, params)


def _or_in_the_table(name: str) -> Callable[..., Any]:
    def method(self: SharedCache, *args: Any, **options: Any) -> Any:
        global _away_until
        if time.monotonic() >= _away_until:
            try:
                return getattr(RedisCache, name)(self, *args, **options)
            except (RedisError, OSError) as error:
                _away_until = time.monotonic() + PAUSE
                log.warning("The shared cache is away (%s); its table is used.", type(error).__name__)
        return getattr(self._table, name)(*args, **options)

    method.__name__ = name
    return method


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(SharedCache, _name, _or_in_the_table(_name))

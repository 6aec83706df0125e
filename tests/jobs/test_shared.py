"""The shared cache while Redis is away: no page fails, and how often somebody tried to sign in is still counted."""

import pytest
from django.core.cache import cache
from django.test import Client

from pvehub.jobs import shared
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.redis]


@pytest.fixture
def redis(redis_server, settings, monkeypatch):
    settings.REDIS_URL = redis_server.url
    settings.CACHES = {"default": {"BACKEND": "pvehub.jobs.shared.SharedCache", "LOCATION": redis_server.url}}
    monkeypatch.setattr(shared, "_away_until", 0.0)
    return redis_server


def test_what_a_cache_does_it_does_without_redis_too(redis):
    def everything():
        cache.clear()
        assert cache.add("n", 1, 60) and not cache.add("n", 2, 60)
        assert (cache.incr("n"), cache.decr("n", 1), cache.get("n"), "n" in cache) == (2, 1, 1, True)
        cache.set_many({"a": [1], "b": {"c": 2}}, 60)
        assert cache.get_many(["a", "b", "x"]) == {"a": [1], "b": {"c": 2}}
        assert cache.touch("a", 60) and cache.delete("a") and cache.get("a", "gone") == "gone"
        cache.delete_many(["b", "n"])
        assert cache.get_or_set("n", lambda: 5, 60) == 5
        with pytest.raises(ValueError):
            cache.incr("nothing")

    everything()
    redis.kill()
    everything()
    redis.start()
    everything()


def test_redis_that_is_back_is_used_again_after_a_pause(redis, monkeypatch):
    cache.set("where", "in Redis", 60)
    redis.kill()
    assert cache.get("where") is None
    cache.set("where", "in the table", 60)
    redis.start()
    assert cache.get("where") == "in the table"  # nobody waits for it again and again
    monkeypatch.setattr(shared, "_away_until", 0.0)
    assert cache.get("where") is None


def test_tries_to_sign_in_are_counted_while_redis_is_away(redis):
    person = make.user("staff", email="officer@test.example")
    person.set_password(make.PASSWORD)
    person.save()
    redis.kill()
    client, url = Client(), "/accounts/login/"

    answers = [client.post(url, {"login": person.email, "password": f"wrong {n}"}).status_code for n in range(5)]
    refused = client.post(url, {"login": person.email, "password": make.PASSWORD})

    assert answers == [200] * 5
    assert refused.status_code != 302 and "_auth_user_id" not in client.session


def test_readiness_names_redis_and_goes_on(redis, client):
    assert client.get("/readyz").json()["checks"]["redis"] == "ok"
    redis.kill()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "behind")
    assert answer.json()["checks"]["redis"].startswith("Redis does not answer")
    redis.start()
    assert client.get("/readyz").json()["status"] == "ready"

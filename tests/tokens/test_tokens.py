"""Personal tokens: shown once, dead at once, counted by all processes together."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pvehub.audit.models import Event
from pvehub.people.models import Posting
from pvehub.tokens import actions, permissions
from pvehub.tokens.models import Token
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plenty(settings):
    settings.API_REQUESTS_PER_MINUTE = 100_000


def bearer(person):
    return Client(headers={"Authorization": f"Bearer {make.token(person)[1]}"})


@pytest.mark.parametrize(
    "how", ["revoked", "expired", "account closed", "posting ended", "posting ended and another begun"]
)
def test_a_token_is_dead_at_once(how):
    reader = make.outsider()
    token, text = make.token(reader)
    client = Client(headers={"Authorization": f"Bearer {text}"})
    assert client.get("/api/projects/").status_code == 200

    if how == "revoked":
        actions.revoke_token(token, by=reader)
    elif how == "expired":
        past = timezone.now() - timedelta(days=91)
        Token.objects.filter(pk=token.pk).update(created_at=past, expires_at=past + actions.LIFE)
        Posting.objects.filter(user=reader).update(starts_at=past - timedelta(days=1))
    elif how == "account closed":
        type(reader).objects.filter(pk=reader.pk).update(is_active=False)
    else:
        Posting.objects.filter(user=reader).update(ends_at=timezone.now())
        if how.endswith("begun"):
            make.posting(reader, office="UG")

    assert client.get("/api/projects/").status_code == 401
    assert client.get("/api/schema/").status_code == 401


@pytest.mark.parametrize(
    "sent",
    ["", "Bearer", "Bearer x", "Bearer a b", "Basic dXNlcjpwYXNz", "Bearer pvehub_AAAAAAAA_" + "A" * 43, "Bearer é"],
)
def test_whatever_is_no_token_opens_nothing(sent):
    assert Client(headers={"Authorization": sent}).get("/api/projects/").status_code == 401


def test_the_right_beginning_with_another_secret_opens_nothing():
    token, _text = make.token(make.outsider())

    client = Client(headers={"Authorization": f"Bearer pvehub_{token.prefix}_{'A' * 43}"})

    assert client.get("/api/projects/").status_code == 401


def test_a_token_is_shown_once_and_kept_as_a_fingerprint(as_, outbox):
    reader = make.outsider()
    client = as_(reader)

    made = client.post("/tokens/", {"name": "A table"})

    assert made.status_code == 201
    token = Token.objects.get(owner=reader)
    text = next(
        word.split("<")[0] for word in made.content.decode().split(">") if word.startswith("pvehub_") and len(word) > 50
    )
    assert Client(headers={"Authorization": f"Bearer {text}"}).get("/api/projects/").status_code == 200
    assert text not in client.get("/tokens/").content.decode()
    assert text not in json.dumps([*Token.objects.values()], default=str)
    assert text not in json.dumps([*Event.objects.values()], default=str)
    assert token.expires_at - token.created_at == timedelta(days=90)
    assert outbox == [("tokens.made", reader)]


def test_its_owner_sees_when_it_was_last_used(as_):
    reader = make.outsider()
    bearer(reader).get("/api/projects/")

    assert "Never" not in as_(reader).get("/tokens/").content.decode()


def test_administrators_revoke_anybodys_and_its_owner_hears(as_, outbox):
    reader = make.outsider()
    token, _text = make.token(reader)
    assert as_(make.officer()).post(reverse("tokens:token-revoke", args=[token.pk])).status_code == 404

    assert as_(make.administrator()).post(reverse("tokens:token-revoke", args=[token.pk])).status_code == 302

    token.refresh_from_db()
    assert token.revoked_at
    assert outbox == [("tokens.made", reader), ("tokens.revoked", reader)]


def test_five_tokens_are_enough(as_):
    reader = make.outsider()
    for _ in range(permissions.AT_MOST):
        make.token(reader)

    assert as_(reader).post("/tokens/", {"name": "One more"}).status_code == 403


def test_too_many_requests_are_told_to_wait(settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    client = bearer(make.outsider())

    answers = [client.get("/api/vocabularies/") for _ in range(5)]

    if len({timezone.now().minute}) == 1:
        assert [answer.status_code for answer in answers].count(429) >= 1
    last = answers[-1]
    assert 0 < int(last["Retry-After"]) <= 60
    assert last.json()["detail"].startswith("Too many requests")


@pytest.mark.django_db(transaction=True)
def test_processes_count_the_requests_of_a_token_together():
    token, _text = make.token(make.outsider())
    gate, seen = threading.Barrier(4), []

    def ask():
        gate.wait()
        for _ in range(10):
            seen.append(actions.count_use(token))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    token.refresh_from_db()
    assert token.used == 40 or max(seen) + token.used >= 40, "a minute may have turned meanwhile"

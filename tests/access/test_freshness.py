"""A signature that weighs asks again who it is; what was typed goes on afterwards, judged anew."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pvehub.access import step_up
from pvehub.access.models import AccessRequest
from pvehub.staffing import views
from tests import make

pytestmark = pytest.mark.django_db
URL, WORDS = "/access/ask/", {"address": "PVE-2026-0001", "reason": "Typed with care"}
AGAIN = f"/accounts/reauthenticate/?next={URL.replace('/', '%2F')}"


@pytest.fixture
def guarded(monkeypatch):
    """The form that asks for access, as if it weighed."""
    from pvehub.staffing import access_urls

    route = next(route for route in access_urls.urlpatterns if route.name == "ask")
    monkeypatch.setattr(route, "callback", step_up(route.callback))
    return views


@pytest.fixture
def person():
    person = make.officer()
    person.set_password(make.PASSWORD)
    person.save()
    return person


def later(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def confirm(client, password=make.PASSWORD, url=URL):
    return client.post(reverse("account_reauthenticate"), {"password": password, "next": url})


def test_who_signed_in_within_five_minutes_is_not_asked(guarded, person, as_):
    client = as_(person)
    with later(4):
        assert client.post(URL, WORDS).status_code == 302
    assert AccessRequest.objects.count() == 1


def test_later_the_page_asks_and_then_sends_what_was_typed(guarded, person, as_):
    client = as_(person)
    with later(6):
        asked = client.post(URL, WORDS)
        assert (asked.status_code, asked.headers["Location"]) == (302, AGAIN)
        assert not AccessRequest.objects.exists()
        assert "What you wrote is kept" in client.get(asked.headers["Location"]).content.decode()
        assert confirm(client).status_code == 302
        assert AccessRequest.objects.get().reason == "Typed with care"
        assert client.post(URL, WORDS | {"reason": "Another"}).status_code == 302  # for five minutes nobody asks again
    assert AccessRequest.objects.count() == 2


def test_a_wrong_password_sends_nothing_and_the_words_wait_on(guarded, person, as_):
    client = as_(person)
    with later(6):
        client.post(URL, WORDS)
        assert confirm(client, "not the password").status_code == 200
        assert not AccessRequest.objects.exists()
        confirm(client)
    assert AccessRequest.objects.count() == 1


def test_a_session_that_never_said_who_it_is_is_asked(guarded, person):
    client = Client()
    client.force_login(person)
    assert client.post(URL, WORDS).headers["Location"] == AGAIN
    assert client.get(URL).status_code == 200


def test_who_has_no_way_to_confirm_signs_nothing(guarded, person):
    person.set_unusable_password()
    person.save()
    client = Client()
    client.force_login(person)
    assert client.post(URL, WORDS).headers["Location"].startswith("/accounts/login/")
    assert not AccessRequest.objects.exists()


def test_rights_that_ended_while_it_waited_sign_nothing(guarded, person, as_):
    client = as_(person)
    with later(6):
        client.post(URL, WORDS)
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        assert confirm(client).headers["Location"].startswith("/accounts/login/")
    assert not AccessRequest.objects.exists()

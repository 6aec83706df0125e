"""Signing on the pages: from High on the portal asks again who it is, and nothing typed is lost on the way."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db
MEDIUM, HIGH = Rating(3, {"programme": 3}), Rating(3, {"programme": 4})


@pytest.fixture
def register(method):
    project = make.project(status="in_endorsement", tier=1)
    project.submitted_once_at = timezone.now()
    project.save()
    return make.register(project)


def asked(register, current, **fields):
    return make.acceptance(make.risk(register, current=current), requested_by=register.project.manager, **fields)


def with_password(person):
    person.set_password(make.PASSWORD)
    person.save()
    return person


def later(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def is_sent_to_confirm(answer):
    return answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_granting_at_high_asks_again_and_keeps_the_words(register, as_):
    acceptance = asked(register, HIGH)
    url = f"{acceptance.get_absolute_url()}grant/"
    client = as_(with_password(make.regional_director()))
    with later(6):
        assert is_sent_to_confirm(client.post(url, {"note": "Carried, with both measures in place."}))
        acceptance.refresh_from_db()
        assert acceptance.state == "requested"
        done = client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD, "next": url})
        assert (done.status_code, done.headers["Location"]) == (302, acceptance.risk.get_absolute_url())
    acceptance.refresh_from_db()
    assert acceptance.state == "granted"
    assert acceptance.steps.get(act="granted").note == "Carried, with both measures in place."


def test_concurring_at_high_asks_again(register, as_):
    acceptance = asked(register, HIGH, concurs=["chief_of_mission"], turn="chief_of_mission")
    url = f"{acceptance.get_absolute_url()}concur/"
    client = as_(with_password(make.chief()))
    with later(6):
        assert is_sent_to_confirm(client.post(url, {"note": "Agreed."}))
        client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD, "next": url})
    assert acceptance.steps.get(act="concurred").note == "Agreed."


def test_below_high_and_for_a_refusal_nobody_is_asked(register, as_):
    medium, high = asked(register, MEDIUM), asked(register, HIGH)
    chief, director = as_(make.chief()), as_(make.regional_director())
    with later(6):
        granted = chief.post(f"{medium.get_absolute_url()}grant/", {"note": ""})
        declined = director.post(f"{high.get_absolute_url()}decline/", {"no-note": "Lower it first."})
    assert granted.headers["Location"] == medium.risk.get_absolute_url()
    assert declined.headers["Location"] == high.risk.get_absolute_url()


def test_whoever_may_not_sign_is_told_so_before_anything_is_asked(register, as_):
    acceptance = asked(register, HIGH)
    with later(6):
        officer = as_(make.officer())
        assert officer.post(f"{acceptance.get_absolute_url()}grant/", {"note": ""}).status_code == 403


def test_answered_meanwhile_while_the_password_was_typed_gives_the_words_back(register, as_):
    from risks import actions

    acceptance = asked(register, HIGH)
    url = f"{acceptance.get_absolute_url()}grant/"
    client = as_(with_password(make.regional_director()))
    with later(6):
        client.post(url, {"note": "My careful words."})
        actions.decline(acceptance, by=make.regional_director(), note="No.")
        done = client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD, "next": url})
    assert done.status_code == 409 and "My careful words." in done.content.decode()

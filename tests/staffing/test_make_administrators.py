"""The first two administrators: one command, each confirmed by the other, a link each."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from pvehub import access
from pvehub.people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def run(*emails):
    said = io.StringIO()
    call_command("make_administrators", *emails, stdout=said)
    return said.getvalue()


def test_two_people_administer_and_each_was_confirmed_by_the_other():
    make.office("HQ")

    run("First@test.example", "second@test.example")

    first, second = (User.objects.get(email=f"{name}@test.example") for name in ("first", "second"))
    assert access.standing(first).is_administrator and access.standing(second).is_administrator
    assert (first.postings.get().confirmed_by, second.postings.get().confirmed_by) == (second, first)


def test_each_link_sets_a_password(settings):
    make.office("HQ")
    links = re.findall(r"https?://\S+", run("first@test.example", "second@test.example"))

    assert len(links) == 2 and all(link.startswith(f"{settings.SITE_URL}/accounts/") for link in links)
    client = Client()
    page = client.get(links[0].removeprefix(settings.SITE_URL), follow=True)
    chosen = "three unlikely words together"
    client.post(page.redirect_chain[-1][0], {"password1": chosen, "password2": chosen})

    assert User.objects.get(email="first@test.example").check_password(chosen)
    assert not User.objects.get(email="second@test.example").has_usable_password()


@pytest.mark.parametrize(
    ("emails", "sentence"),
    [
        (("a@test.example", "A@test.example"), "two different addresses"),
        (("a@test.example", "nonsense"), "nonsense is not an e-mail address"),
        (("a@test.example", "closed@test.example"), "is closed"),
    ],
    ids=["equal", "no address", "closed"],
)
def test_it_refuses_in_one_sentence_and_makes_nothing(emails, sentence):
    make.office("HQ")
    make.user(None, email="closed@test.example", is_active=False)

    with pytest.raises(CommandError, match=sentence):
        run(*emails)

    assert not User.objects.filter(email="a@test.example").exists()


def test_it_refuses_where_there_is_an_administrator_or_no_office():
    with pytest.raises(CommandError, match="load_vocabularies"):
        run("a@test.example", "b@test.example")
    make.administrator()
    with pytest.raises(CommandError, match="administrator already"):
        run("a@test.example", "b@test.example")


def test_a_portal_that_lost_its_administrators_gives_the_seat_to_accounts_that_are_there():
    make.office("HQ")
    person = make.officer("UG", email="here@test.example")

    run("here@test.example", "b@test.example")

    assert access.standing(person).roles == {"project-officer", "administrator"}

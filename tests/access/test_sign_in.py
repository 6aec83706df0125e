"""Sign-in: strangers are sent there, nobody signs up, the disabled and the unknown are answered alike."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def signed_in(client: Client, email: str, password: str):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_stranger_is_sent_to_sign_in_and_the_page_answers():
    client = Client()

    home = client.get("/")
    page = client.get("/accounts/login/")

    assert (home.status_code, home.headers["Location"]) == (302, "/accounts/login/?next=/")
    assert page.status_code == 200


def test_a_person_signs_in_with_the_address_in_any_case():
    person = make.user("staff", email="officer@test.example")
    person.set_password(make.PASSWORD)
    person.save()

    answer = signed_in(Client(), "Officer@Test.Example", make.PASSWORD)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_the_disabled_and_the_unknown_get_the_same_answer():
    person = make.user("staff", email="gone@test.example", is_active=False)
    person.set_password(make.PASSWORD)
    person.save()

    gone = signed_in(Client(), "gone@test.example", make.PASSWORD)
    unknown = signed_in(Client(), "none@test.example", make.PASSWORD)

    assert gone.status_code == unknown.status_code == 200
    assert gone.context["form"].errors == unknown.context["form"].errors


def test_nobody_signs_up():
    answer = Client().get("/accounts/signup/")

    assert answer.status_code in {302, 404}
    assert b"password" not in answer.content


def test_a_disabled_person_is_out_at_the_next_request(as_):
    person = make.user("staff")
    client = as_(person)
    assert client.get("/").status_code == 200

    type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/").status_code == 302


def test_a_redirect_after_sign_in_never_leaves_the_site():
    person = make.user("staff", email="officer@test.example")
    person.set_password(make.PASSWORD)
    person.save()

    answer = Client().post("/accounts/login/?next=//evil.example/", {"login": person.email, "password": make.PASSWORD})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("proxies", "is_shared"), [(1, False), (0, True)], ids=["behind a proxy", "without one"])
def test_whoever_guesses_is_slowed_down_by_the_address_that_a_trusted_proxy_saw(settings, client, proxies, is_shared):
    """Behind a proxy all come from its address; without one the header is anybody's word and is not believed."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    url = reverse("account_login")

    def tried(seen_by_proxy, number):
        said = {"login": f"nobody{number}@test.example", "password": "guessed"}
        return client.post(url, said, headers={"X-Forwarded-For": f"203.0.113.{number}, {seen_by_proxy}"})

    for number in range(11):
        last = tried("198.51.100.7", number)
    assert last.status_code == 429 or "Too many" in last.content.decode()

    other = tried("198.51.100.8", 99)
    assert ("Too many" in other.content.decode() or other.status_code == 429) is is_shared

"""Several people write one text: named by their addresses, told, on record, and none of them its curator."""

import pytest
from django.urls import reverse

from knowledge import permissions
from knowledge.models import Resource
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db
NEW = reverse("knowledge:resource-new", args=["lesson"])


@pytest.fixture
def author():
    return make.officer("UG", email="first@test.example")


@pytest.fixture
def other():
    return make.officer("NE", email="second@test.example")


def sent(client, url=NEW, **given):
    """What the form sends back when it is saved, with other answers."""
    page = client.get(url)
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return client.post(url, {name: value for name, value in (data | given).items() if value not in (None, False)})


def test_a_co_author_is_named_by_address_told_and_writes_on(author, other, as_, outbox):
    assert sent(as_(author), title="Of markets", co_authors=" Second@test.example,\n").status_code == 302

    made = Resource.objects.get()
    assert set(made.authors.all()) == {author, other}
    assert list(outbox) == [("knowledge.co_author", other)]
    url = reverse("knowledge:resource-edit", args=[made.uid])
    page = as_(other).get(url)
    assert page.context["form"]["co_authors"].value() == "second@test.example"
    assert sent(as_(other), url, summary="Two wrote it.").status_code == 302
    assert made.revisions.get().summary == "Two wrote it."
    assert set(made.authors.all()) == {author, other}
    assert list(outbox) == [("knowledge.co_author", other)]


def test_whoever_began_it_stays_and_every_change_is_on_record(author, other, as_):
    sent(as_(author), title="Of markets", co_authors="second@test.example")
    made = Resource.objects.get()

    sent(as_(other), reverse("knowledge:resource-edit", args=[made.uid]), co_authors="")

    assert set(made.authors.all()) == {author}
    told = [event.changes["authors"] for event in trail.of(made) if event.verb == "knowledge.authors_changed"]
    both, one = ", ".join(sorted([str(author.uid), str(other.uid)])), str(author.uid)
    assert told == [[one, both], [both, one]]
    assert as_(other).get(made.get_absolute_url()).status_code == 404


def test_an_address_of_nobody_is_named_and_nothing_typed_is_lost(author, as_):
    answer = sent(as_(author), title="Of markets", summary="Kept words.", co_authors="nobody@test.example")

    page = answer.content.decode()
    assert "Nobody who serves at an office has this address: nobody@test.example." in page
    assert "Kept words." in page and not Resource.objects.exists()


def test_a_co_author_who_left_holds_no_edit_up(author, other, as_):
    sent(as_(author), title="Of markets", co_authors="second@test.example")
    made = Resource.objects.get()
    other.postings.update(ends_at="2020-01-01T00:00Z", starts_at="2019-01-01T00:00Z")

    url = reverse("knowledge:resource-edit", args=[made.uid])
    assert sent(as_(author), url, summary="Later.").status_code == 302
    assert set(made.authors.all()) == {author, other}


def test_a_co_author_is_never_its_curator(author, as_):
    curator = make.curator(email="third@test.example")
    sent(as_(author), title="Of markets", co_authors="third@test.example")
    made = Resource.objects.get()

    assert "You wrote it" in permissions.why_not_curate(curator, made)

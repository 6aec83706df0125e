"""Saying of many items at once whether they still hold: whose they are, what changed, what was not read is not vouched for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from knowledge.models import Resource, Revision
from tests import make

pytestmark = pytest.mark.django_db
LIST, GIVE = reverse("knowledge:verification-list"), reverse("knowledge:verification-give")


def _due(made, days=0):
    Resource.objects.filter(pk=made.pk).update(verify_by_on=make.today("UG") + timedelta(days=days))
    made.refresh_from_db()
    return made


def _listed(person):
    return list(Resource.objects.all().to_vouch_for(person, make.today("UG")))


def test_each_has_what_they_answer_for_the_longest_overdue_first():
    author, colleague, curator = make.officer("UG"), make.officer("UG"), make.curator()
    near, late = (_due(make.resource(author=author), days) for days in (20, -31))
    _due(make.resource(author=author), 31)
    fields = {"sort": "final", "year": "2024", "method": "Interviews.", "findings": "Three."}
    make.resource(kind="evaluation", author=author, fields=fields)

    assert _listed(author) == _listed(colleague) == [late, near]
    assert _listed(curator) == [late]
    assert _listed(make.officer("NE")) == _listed(make.outsider()) == []


def test_ticked_ones_are_verified_and_the_rest_is_named_with_its_reason(as_):
    author = make.officer("UG")
    good, moved, doubted = (_due(make.resource(author=author, title=title)) for title in ("Good", "Moved", "Doubted"))
    strange = _due(make.resource(office="NE", title="Strange"))
    make.contest(doubted)
    other = moved.published_revision_id + 1000
    client = as_(author)
    page = client.get(LIST).content.decode()
    assert f"{good.pk}:{good.published_revision_id}" in page and f'value="{doubted.pk}:' not in page

    ticked = [f"{made.pk}:{made.published_revision_id}" for made in (good, doubted, strange)]
    answer = client.post(GIVE, {"seen": [*ticked, f"{moved.pk}:{other}", "x:y", "::"]}, follow=True).content.decode()

    for made in (good, moved, doubted, strange):
        made.refresh_from_db()
    assert good.verify_by_on > make.today("UG")
    assert {made.verify_by_on for made in (moved, doubted, strange)} == {make.today("UG")}
    assert "1 item is verified again." in answer
    assert "“Moved”. A new text was published" in answer and "“Doubted”. A reader says" in answer


def test_what_changed_since_it_was_verified_is_shown_word_by_word(as_):
    author = make.officer("UG")
    made = _due(make.resource(author=author))
    old = made.published_revision
    text = Revision.objects.create(
        resource=made,
        number=2,
        title=old.title,
        summary=old.summary,
        language=old.language,
        fields=old.fields | {"happened": "The committees met daily and settled disputes over stalls."},
        created_at=old.created_at,
    )
    Resource.objects.filter(pk=made.pk).update(published_revision=text)

    (row,) = as_(author).get(LIST).context["page"].rows

    assert [change["name"] for change in row.changes] == ["happened"]
    assert ("+", "daily") in row.changes[0]["pieces"]

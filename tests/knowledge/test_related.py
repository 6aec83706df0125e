"""What belongs together, and the other words for things."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge.models import Resource
from pvehub.audit import trail
from pvehub.index.models import Synonym
from tests import make

pytestmark = pytest.mark.django_db


def _related(resource, person):
    return list(Resource.objects.visible_to(person).reliable(timezone.localdate()).related_to(resource))


def test_what_shares_most_stands_first_and_only_what_one_may_read_is_there(as_):
    reader = make.outsider()
    theme, other, land = make.term("themes", "SOCOH", "Cohesion"), make.term("themes", "DIALG"), make.country("UG")
    resource = make.resource(themes=[theme, other], countries=[land])
    near = make.resource(themes=[theme], countries=[land])
    nearest = make.resource(themes=[theme, other])
    make.resource(countries=[land])  # a country alone is too little
    secret = make.resource(themes=[theme, other], countries=[land], tier=2)
    overdue = make.resource(themes=[theme, other])
    Resource.objects.filter(pk=overdue.pk).update(verify_by_on=timezone.localdate() - timedelta(days=1))

    assert _related(resource, reader) == [nearest, near]
    assert _related(resource, make.officer("UG")) == [secret, nearest, near]
    page = as_(reader).get(resource.get_absolute_url()).content.decode()
    assert "shares: Cohesion, Uganda" in page and secret.get_absolute_url() not in page


def test_a_merged_term_brings_together_as_what_it_stands_for():
    reader, theme, old = make.outsider(), make.term("themes", "SOCOH"), make.term("themes", "OLD")
    resource, other = make.resource(themes=[theme]), make.resource(themes=[old])
    project = make.project(manager=make.officer("NE"), office="NE")
    project.themes.add(theme)
    assert _related(resource, reader) == []

    type(old).objects.filter(pk=old.pk).update(merged_into=theme)

    assert (_related(resource, reader), _related(other, reader)) == ([other], [resource])
    assert set(Resource.objects.visible_to(reader).useful_for(project)) == {resource, other}


def test_the_country_of_a_masked_origin_brings_nothing_together():
    reader, theme, land = make.outsider(), make.term(), make.country("UG")
    resource = make.resource(themes=[theme], countries=[land])
    plain, masked = make.resource(themes=[theme]), make.resource(themes=[theme], countries=[land])
    Resource.objects.filter(pk=masked.pk).update(is_masked=True, credit="office")

    ways = {row.pk: row.nearness for row in _related(resource, reader)}

    assert ways[plain.pk] == ways[masked.pk]


def test_an_editor_adds_another_word_changes_its_weight_and_ends_it(as_):
    curator = make.curator()
    client, found = as_(curator), reverse("search:search-list")
    make.resource(title="Of tontines in the market")
    assert client.get(found, {"q": "chamas"}).context["page"].total == 0

    sent = {"term": "chamas", "expansion": "tontines", "language": "", "weight": "0.8"}
    assert client.post(reverse("search:synonym-add"), sent).url == reverse("search:synonym-list")
    synonym = Synonym.objects.get()
    hit = client.get(found, {"q": "chamas"})
    assert hit.context["page"].total == 1 and "tontines" in hit.content.decode()
    assert "also finds:" in client.get(reverse("search:synonym-list"), {"q": "chamas"}).content.decode()

    back = client.post(reverse("search:synonym-add"), sent)
    assert back.status_code == 200 and "already means" in back.content.decode()
    assert 'value="tontines"' in back.content.decode()
    client.post(reverse("search:synonym-edit", args=[synonym.pk]), {"language": "fr", "weight": "0.5"})
    synonym.refresh_from_db()
    assert (synonym.language, synonym.weight) == ("fr", 0.5)
    client.post(reverse("search:synonym-end", args=[synonym.pk]))
    assert client.get(found, {"q": "chamas"}).context["page"].total == 0
    assert [event.verb for event in trail.of(synonym)] == [
        f"index.synonym_{verb}" for verb in ("added", "changed", "ended")
    ]


def test_a_slip_of_the_finger_is_said_and_can_be_insisted_on(as_):
    from pvehub import index

    make.resource(title="Reintegration of traders")
    index.refresh()
    client, found = as_(make.outsider()), reverse("search:search-list")

    page = client.get(found, {"q": "reintegraton"})
    assert page.context["page"].total == 1
    text = page.content.decode()
    assert "Showing results for" in text and "<strong>reintegration</strong>" in text
    assert f"{found}?q=reintegraton&amp;asis=1" in text
    assert client.get(found, {"q": "reintegraton", "asis": "1"}).context["page"].total == 0


def test_every_word_can_be_asked_for(as_):
    make.resource(title="Traders of Kisenyi")
    both = make.resource(title="Traders and imams of Kisenyi")
    client, found = as_(make.outsider()), reverse("search:search-list")

    assert client.get(found, {"q": "kisenyi imams"}).context["page"].total == 2
    rows = client.get(found, {"q": "kisenyi imams", "all": "on"}).context["page"].rows
    assert [row.thing for row in rows] == [both]

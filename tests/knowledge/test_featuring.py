"""What curators put before others, and how often offices open what is published."""

from datetime import timedelta

import pytest
from django.urls import reverse

from knowledge import actions
from knowledge.models import Feature, Resource, Use
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db
LIST, HOME = reverse("knowledge:resource-list"), reverse("home")


def _live(person):
    return list(Feature.objects.visible_to(person).live(make.today("UG")))


def test_a_featured_item_heads_its_region_and_theme_and_the_desks_there(as_):
    theme = make.term("themes", "SOCOH")
    made = make.resource(themes=[theme], title="Before the rains")
    make.feature(made, why="Elections are near.")
    make.feature(made, theme=theme, why="Read this first.")
    here, far = as_(make.user("staff", "KE")), as_(make.user("staff", "NE"))

    assert "Elections are near." in here.get(LIST, {"region": "NBO"}).content.decode()
    assert "Read this first." in far.get(LIST, {"theme": "SOCOH"}).content.decode()
    for query in ({}, {"region": "DKR"}, {"region": "NBO", "q": "rains"}):
        assert "Elections are near." not in far.get(LIST, query).content.decode()
    assert "Elections are near." in here.get(HOME).content.decode()
    assert "Elections are near." not in far.get(HOME).content.decode()
    follower = make.user("staff", "NE")
    make.follow(follower, theme=theme)
    assert "Read this first." in as_(follower).get(HOME).content.decode()


def test_what_is_featured_for_a_theme_stands_there_also_when_the_theme_was_merged(as_):
    theme, old = make.term("themes", "SOCOH"), make.term("themes", "OLD")
    make.feature(make.resource(themes=[old]), theme=old, why="Read this first.")
    reader = make.user("staff", "NE")
    make.follow(reader, theme=theme)
    type(old).objects.filter(pk=old.pk).update(merged_into=theme)

    for code in ("SOCOH", "OLD"):
        assert "Read this first." in as_(reader).get(LIST, {"theme": code}).content.decode()
    assert "Read this first." in as_(reader).get(HOME).content.decode()


def test_who_may_not_read_it_is_not_told_that_something_is_featured(as_):
    make.feature(make.resource(tier=2), why="Quixotrel now.")
    client = as_(make.user("staff", "KE"))
    with_it = client.get(LIST, {"region": "NBO"}).content.decode()

    assert "Quixotrel" not in with_it and 'id="featured"' not in with_it
    assert 'id="featured"' not in client.get(HOME).content.decode()
    assert "Quixotrel" in as_(make.officer("UG")).get(HOME).content.decode()


def test_it_steps_back_by_itself_when_it_can_no_longer_be_relied_on():
    reader = make.user("staff", "KE")
    contested, overdue, over, ended = (make.feature() for _ in range(4))
    assert len(_live(reader)) == 4

    make.contest(contested.resource)
    Resource.objects.filter(pk=overdue.resource_id).update(verify_by_on=make.today("UG") - timedelta(days=1))
    Feature.objects.filter(pk=over.pk).update(until_on=make.today("UG") - timedelta(days=1))
    actions.end_feature(ended, by=make.curator())

    assert _live(reader) == []


def test_only_curators_in_scope_feature_what_others_wrote_and_what_is_verified():
    made, curator = make.resource(), make.curator()
    with pytest.raises(access.Refused, match="Only curators"):
        make.feature(made, by=make.officer("KE"))
    with pytest.raises(access.Refused, match="You wrote it"):
        make.feature(make.resource(author=curator, office="HQ"), by=curator, theme=make.term())
    with pytest.raises(access.Refused, match="region you curate"):
        make.feature(made, by=make.specialist("NBO"), region=make.office("DKR"))
    with pytest.raises(access.Unmet, match="180 days"):
        make.feature(made, by=curator, until_on=make.today("UG") + timedelta(days=200))
    make.contest(made)
    with pytest.raises(access.Refused, match="contested by nobody"):
        make.feature(made, by=curator)


def test_the_same_place_is_taken_once_and_free_again_after_its_day():
    curator, made = make.curator(), make.resource()
    first = make.feature(made, by=curator)
    with pytest.raises(access.Refused, match="already"):
        make.feature(made, by=curator)

    Feature.objects.filter(pk=first.pk).update(until_on=make.today("UG") - timedelta(days=2))
    again = make.feature(made, by=curator)

    assert Feature.objects.get(ended_at=None) == again


def test_the_form_features_and_the_page_ends_it(as_):
    made, curator = make.resource(), make.curator()
    client, url = as_(curator), reverse("knowledge:resource-feature", args=[made.uid])
    region = make.office("NBO")
    back = client.post(url, {"place": "region-0", "why": "Kept words", "until_on": "2026-13-01"})
    assert set(back.context["form"].errors) == {"place", "until_on"} and "Kept words" in back.content.decode()

    until = make.today("UG") + timedelta(days=20)
    client.post(url, {"place": f"region-{region.pk}", "why": "Good.", "until_on": until.isoformat()})
    row = Feature.objects.get()
    assert (row.region, row.why, row.until_on, row.by) == (region, "Good.", until, curator)
    client.post(reverse("knowledge:feature-end", args=[made.uid, row.pk]))
    row.refresh_from_db()
    assert row.ended_by == curator


def test_offices_are_counted_by_the_day_and_authors_are_not(as_):
    author, reader = make.officer("UG"), as_(make.user("staff", "KE"))
    made = make.resource(author=author, files=(("a.pdf", "words", 0),))
    url, file = made.get_absolute_url(), made.attachments.get().get_absolute_url()
    as_(author).get(url)
    assert not Use.objects.exists()

    reader.get(url)
    as_(make.user("staff", "KE")).get(url)
    reader.head(url)
    list(reader.get(file).streaming_content)
    list(reader.get(file, headers={"range": "bytes=4-8"}).streaming_content)
    as_(make.user("staff", "NE")).get(url)

    assert sorted(Use.objects.values_list("office__code", "on", "opened", "downloaded")) == [
        ("KE", make.today("KE"), 2, 1),
        ("NE", make.today("NE"), 1, 0),
    ]
    assert {field.name for field in Use._meta.get_fields()} == {
        "id",
        "resource",
        "office",
        "on",
        "opened",
        "downloaded",
    }


def test_authors_and_curators_read_by_how_many_offices_and_nobody_reads_which(as_):
    author, curator = make.officer("UG"), make.curator()
    made = make.resource(author=author)
    for code in ("KE", "NE"):
        as_(make.user("staff", code)).get(made.get_absolute_url())

    page = as_(author).get(made.get_absolute_url()).content.decode()
    use = page.split('id="use"')[1].split("</section>")[0]
    assert "Opened by 2 offices" in use and "Office KE" not in use
    assert 'id="use"' in as_(curator).get(made.get_absolute_url()).content.decode()
    assert 'id="use"' not in as_(make.outsider()).get(made.get_absolute_url()).content.decode()

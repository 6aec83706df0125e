"""A message line in several languages: side by side, each a text of its own, approved on its own, seen by its own tier."""

import re

import pytest
from django.urls import reverse

from knowledge import actions
from knowledge.models import MessageLanguage
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db
TOKENS = re.compile(r'(csrfmiddlewaretoken|once)" value="[^"]*"|nonce="[^"]*"')


def sides(line):
    return reverse("knowledge:message-versions", args=[line.uid])


def told(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return TOKENS.sub("", answer.content.decode())


def in_french(line, **facts):
    """A published French line that says the same, begun by an officer of another mission and written by its author."""
    made = make.message(
        language="fr", title="Paroles", fields={"public": "Nous soutenons.", "community": "Libre."}, **facts
    )
    MessageLanguage.objects.create(resource=made, first=line)
    return made


def test_a_version_begins_with_the_words_readers_have_and_is_a_draft_of_its_author_alone(as_):
    line, author = make.message(title="Words", themes=[make.term()]), make.officer("KE")
    answer = as_(author).post(reverse("knowledge:message-translate", args=[line.uid]), {"language": "fr"})
    made = MessageLanguage.objects.get().resource

    assert answer.url == reverse("knowledge:resource-edit", args=[made.uid])
    assert (made.state, made.language, made.tier, made.owner_office.code) == ("draft", "fr", line.tier, "KE")
    assert made.revisions.get().fields == line.published_revision.fields
    assert [term.pk for term in made.themes.all()] == [term.pk for term in line.themes.all()]
    assert made.get_absolute_url() not in told(as_(make.officer("NG")), sides(line)), "nobody else sees a draft"
    with pytest.raises(access.Unmet, match="in this language already"):
        actions.begin_language(line, "fr", by=author, office=make.office("KE"))
    with pytest.raises(access.Unmet, match="which language"):
        actions.begin_language(line, "xx", by=author, office=make.office("KE"))
    with pytest.raises(access.Refused, match="Only what is published"):
        actions.begin_language(made, "es", by=author, office=make.office("KE"))
    with pytest.raises(access.Refused, match="Only message lines"):
        actions.begin_language(make.resource(), "es", by=author, office=make.office("KE"))


def test_versions_stand_side_by_side_and_each_is_approved_on_its_own(as_):
    line = make.message(title="Words")
    french = in_french(line)
    spanish = make.message(language="es", title="Palabras")
    MessageLanguage.objects.create(resource=spanish, first=line)
    make.approval(line)
    client = as_(make.officer("NG"))

    for each in (line, french, spanish):
        page = told(client, sides(each))
        heads = [page.index(f"<bdi>{title}</bdi></a></th>") for title in ("Words", "Paroles", "Palabras")]
        assert heads == sorted(heads), "English, French, Spanish, from whichever one comes"
        assert page.count("Approved until") == page.count("data-copy") == 1, "one version of one language"
        assert page.count("Not approved") == 5
    make.approval(french, version="community")
    assert told(client, sides(line)).count("Approved until") == 2
    page = told(client, french.get_absolute_url())
    assert line.get_absolute_url() in page and "Read them side by side" in page
    begun = actions.begin_language(french, "pt", by=make.officer("UG"), office=make.office("UG"))
    assert MessageLanguage.objects.get(resource=begun).first == line, "all of one line stand together"


def test_a_version_of_a_higher_tier_tells_nobody_that_it_exists(as_):
    author = make.officer("UG")
    line, alone = (make.message(title="Words", author=author) for _n in range(2))
    shut = in_french(line, tier=2)
    outsider = as_(make.outsider())
    assert shut.get_absolute_url() in told(as_(make.curator()), sides(line))

    def page(each, url):
        return re.sub(rf"{each.uid}|(?<=[cy]-){each.pk}\b|<time[^>]*>[^<]*<", "", told(outsider, url))

    assert page(line, sides(line)) == page(alone, sides(alone))
    assert page(line, line.get_absolute_url()) == page(alone, alone.get_absolute_url())
    assert outsider.get(sides(shut)).content == outsider.get(sides(make.resource(state="draft"))).content


def test_what_takes_the_place_of_a_line_stands_beside_its_other_languages(as_):
    line = make.message(title="Words")
    french = in_french(line)
    newer, newer_french = make.message(title="Better words"), make.message(language="fr", title="Mieux dit")
    reader = as_(make.officer("NG"))

    actions.supersede(line, newer, by=line.created_by, reason="Said better.")
    assert french.get_absolute_url() in told(reader, sides(newer)) and "Better words" in told(reader, sides(french))
    actions.supersede(french, newer_french, by=french.created_by, reason="Mieux.")
    assert newer_french.get_absolute_url() in told(reader, sides(newer))

    # In another language it says something else; and what stands beside others already keeps those.
    spanish, apart = make.message(language="es", title="Palabras"), make.message(title="Apart")
    other = in_french(apart)
    actions.supersede(newer_french, spanish, by=newer_french.created_by, reason="En otra lengua.")
    assert not MessageLanguage.objects.filter(resource=spanish).exists()
    actions.supersede(newer, apart, by=newer.created_by, reason="Once more.")
    assert [tie.resource for tie in MessageLanguage.objects.filter(first=apart)] == [other]

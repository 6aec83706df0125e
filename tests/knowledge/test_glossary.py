"""The glossary: two levels, two people, one language after the other, and terms that open in the texts."""

import re

import pytest
from django.urls import reverse

from knowledge import actions, exporting
from knowledge.models import Definition, GlossaryEntry
from knowledge.spotting import Spotter, ways
from pvehub import access
from pvehub.index.models import SearchDoc
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db

LIST = "/knowledge/glossary/"


def text_of(client, url):
    return client.get(url).content.decode()


def _bare(client, word):
    """The list asked for a word, without the token of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(client, f"{LIST}?q={word}"))


@pytest.mark.scenario("knowledge-16")
def test_a_term_with_one_definition_is_not_publishable_and_with_two_the_field_reader_sees_the_field_one_first(as_):
    curator = make.curator()
    entry = make.glossary_term("kinship council", "A customary body.", "", by=curator)
    one = entry.definitions.get()
    with pytest.raises(access.Refused, match="only with both definitions"):
        actions.publish_definition(one, by=curator)
    assert as_(curator).post(reverse("knowledge:definition-publish", args=[one.pk])).status_code == 403
    niamey, geneva = as_(make.officer("NE")), as_(make.reviewer())
    assert niamey.get(entry.get_absolute_url()).status_code == 404

    make.definition(entry, institutional="A customary body.", field="Elders who settle quarrels.", by=curator)

    seen = text_of(niamey, entry.get_absolute_url())
    assert seen.index("Elders who settle quarrels.") < seen.index("A customary body.")
    seen = text_of(geneva, entry.get_absolute_url())
    assert seen.index("A customary body.") < seen.index("Elders who settle quarrels.")
    assert "Elders who settle" in text_of(niamey, LIST) and "A customary body" in text_of(geneva, LIST)


def test_a_reader_turns_the_levels_around_once_and_it_stays_so(as_):
    entry, officer = make.glossary_term(), make.officer("UG")
    client, page = as_(officer), entry.get_absolute_url()
    assert client.post(LIST + "level/", {"level": "institutional", "next": page}).url == page
    seen = text_of(as_(officer), page)
    assert seen.index("As documents say it.") < seen.index("As people say it.")
    assert client.post(LIST + "level/", {"level": "field", "next": "https://elsewhere.example/"}).url == LIST


def test_another_language_comes_after_english_and_only_with_both_levels_in_it(as_):
    curator = make.curator()
    entry = make.glossary_term("kinship council", "", "", by=curator, name_fr="conseil des lignages")
    french = actions.define(entry, actions.Words("fr", "Organe coutumier.", "Les anciens."), by=curator, seen=0)
    with pytest.raises(access.Refused, match="English comes first"):
        actions.publish_definition(french, by=curator)
    make.definition(entry, institutional="A customary body.", field="Elders.", by=curator)
    page = entry.get_absolute_url() + "?language=fr"
    officer = as_(make.officer("UG"))
    assert "Les anciens." not in text_of(officer, page) and "Not published in this language" in text_of(officer, page)
    actions.publish_definition(french, by=curator)
    assert "Les anciens." in text_of(officer, page)


def test_a_term_is_agreed_by_two_people_for_the_words_that_stand_and_not_over_an_objection():
    first, second = make.curator(), make.curator()
    entry, officer = make.glossary_term(by=first), make.officer("UG")
    objection = make.term_comment(entry, officer, is_objection=True)
    assert {notice.recipient for notice in Notice.objects.filter(kind="knowledge.term_commented")} >= {first, second}
    with pytest.raises(access.Refused, match="objection"):
        actions.propose_agreed(entry, by=first)
    with pytest.raises(access.Refused, match="keep the glossary"):
        actions.answer_comment(objection, by=officer, text="No.")
    actions.answer_comment(objection, by=second, text="It is shorter now.")
    assert Notice.objects.get(kind="knowledge.term_answered").recipient == officer
    actions.propose_agreed(entry, by=first)
    with pytest.raises(access.Refused, match="somebody else"):
        actions.agree_term(entry, by=first)
    assert actions.agree_term(entry, by=second).status == "agreed"

    make.definition(entry, institutional="Other words.", field="As people say it.", by=first)
    entry.refresh_from_db()
    assert (entry.status, entry.agreed_by, entry.proposed_by) == ("working", None, None)


def test_levels_and_languages_that_drift_apart_are_reviewed_together(as_):
    curator = make.curator()
    entry = make.glossary_term(by=curator, name_fr="lieu")
    make.definition(entry, "fr", institutional="Un lieu.", field="Un endroit.", by=curator)
    assert not Definition.objects.drifted()
    english = make.definition(entry, institutional="Other words.", field="As people say it.", by=curator)
    found = {row.language: (row.levels, row.behind) for row in Definition.objects.drifted()}
    assert found == {"en": (True, False), "fr": (False, True)}
    client = as_(curator)
    assert "The English changed since" in text_of(client, LIST + "divergences/")
    client.post(reverse("knowledge:definition-reviewed", args=[english.pk]))
    assert [row.language for row in Definition.objects.drifted()] == ["fr"]
    make.definition(entry, "fr", institutional="D’autres mots.", field="Un coin.", by=curator)
    assert not Definition.objects.drifted()


def test_a_version_written_on_an_older_one_is_refused_and_its_words_come_back(as_):
    curator = make.curator()
    entry = make.glossary_term(by=curator)
    sent = {"institutional": "Mine alone.", "field": "Mine.", "seen": "0"}
    answer = as_(curator).post(f"{entry.get_absolute_url()}define/en/", sent)
    assert answer.status_code == 409 and "Mine alone." in answer.content.decode()
    make.definition(entry, institutional="As lawyers say it.", field="As people say it.", by=curator)
    versions = text_of(as_(make.officer("UG")), f"{entry.get_absolute_url()}versions/")
    assert "<del>" in versions and "documents" in versions and "lawyers" in versions


def test_what_is_not_published_or_retired_is_nowhere_for_a_reader(as_):
    curator, officer = make.curator(), as_(make.officer("UG"))
    make.glossary_term("canarydraft", "canarydraft words", "", by=curator)
    gone = make.glossary_term("canaryretired", "canaryretired words", "Plain.", by=curator)
    actions.retire_entry(gone, by=curator, why="Nobody says it.")
    never = _bare(officer, "canarynever")
    for word in ("canarydraft", "canaryretired"):
        assert _bare(officer, word) == never.replace("canarynever", word)
        for door in ("", "handout/", "handout/?all=1", "glossary.csv"):
            assert word not in text_of(officer, LIST + door) or (word, door) == ("canaryretired", "glossary.csv")
        assert not SearchDoc.objects.filter(kind="term", title=word).exists()
    assert "Nobody says it." in text_of(officer, gone.get_absolute_url())
    actions.restore_entry(gone, by=curator)
    assert SearchDoc.objects.get(kind="term").thing_id == gone.pk == gone.term.pk


def test_the_terms_that_come_with_the_portal_are_entered_once_and_stay_as_they_are_kept(as_):
    make.reference()
    assert GlossaryEntry.objects.count() == 38
    entry = GlossaryEntry.objects.get(term__name_en="driver")
    make.definition(entry, institutional="Ours.", field="Ours too.")
    make.reference()
    assert GlossaryEntry.objects.count() == 38 and entry.definitions.count() == 2
    assert not Definition.objects.exclude(language="en").exists()
    assert not Definition.objects.drifted().exclude(entry=entry).exists()


def test_terms_open_in_a_text_where_they_first_stand_at_the_readers_level(as_):
    make.glossary_term("kinship council", "A customary body.", "Elders who settle quarrels.")
    words = "Kinship councils were asked. The kinship council agreed. They say “kinship council” too."
    lesson = make.resource(summary=words)
    page = text_of(as_(make.officer("NE")), lesson.get_absolute_url())
    assert page.count('popovertarget="term-') == 1 and ">Kinship councils</button>" in page
    assert "Elders who settle quarrels." in page and "A customary body." not in page
    assert "A customary body." in text_of(as_(make.reviewer()), lesson.get_absolute_url())
    message = make.message(summary=words)
    assert 'popovertarget="term-' not in text_of(as_(make.officer("NE")), message.get_absolute_url())


def test_a_hand_out_says_the_chosen_terms_in_plain_words(as_):
    chosen, other = make.glossary_term("first kin", field="Plain one."), make.glossary_term("second kin", field="Two.")
    client = as_(make.officer("UG"))
    page = text_of(client, f"{LIST}handout/?term={chosen.pk}")
    assert "Plain one." in page and "Two." not in page and "As documents say it." not in page
    pdf = client.get(f"{LIST}handout.pdf?term={chosen.pk}&term={other.pk}")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


def test_no_cell_of_the_sheet_is_a_formula():
    make.glossary_term("plain", "=1+1", "+2")
    rows = list(exporting.glossary_rows(Definition.objects.live().select_related("entry__term")))
    assert len(rows) == 2 and not any(cell.startswith(("=", "+")) for cell in rows[1])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("preventing violent extremism (PVE)", [("preventing violent extremism", False), ("PVE", True)]),
        ("radicalization (to violence)", [("radicalization", False), ("radicalization to violence", False)]),
        ("endorsement (HQ)", [("endorsement", False)]),
        ("at-risk / susceptible (persons)", [("at-risk", False), ("susceptible", False)]),
    ],
)
def test_a_term_is_looked_for_as_people_say_it(name, said):
    assert ways(name) == said


def test_a_term_is_found_as_a_whole_word_in_its_forms_and_the_longest_counts():
    spotter = Spotter(
        [(1, "driver"), (2, "réintégration"), (3, "driver of change"), (4, "plain reading exercise (PRE)")], "en"
    )
    text = "Screwdrivers, Drivers of change; reintegration, PRE, pre, a driver, see https://x.org/driver"
    found = [(text[spot.start : spot.end], spot.term) for spot in spotter.spots(text)]
    assert found == [("Drivers of change", 3), ("reintegration", 2), ("PRE", 4), ("driver", 1)]
    assert spotter.spots("a driver, then a driver", passed={1}) == []

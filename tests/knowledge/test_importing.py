"""References come in: what the dry run says of each entry, what the drafts say, what a hostile file does."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions, tasks
from knowledge.actions import Tags, Text
from knowledge.models import ReferenceList, ReferenceRow, Resource
from pvehub import access, jobs
from pvehub.jobs.models import Job
from tests import make

pytestmark = pytest.mark.django_db
DETAIL, LIST = "knowledge:reference-detail", "knowledge:reference-list"


def file(name, content):
    return SimpleUploadedFile(name, content.encode())


def without_tokens(page):
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"|references/\d+/', "", page)


def verdicts(batch):
    return [row.verdict for row in batch.rows.order_by("number")]


def draft(title, by, **fields):
    text = Text(title, "What it says.", "en", fields)
    return actions.contribute("research", by=by, office=make.office("UG"), text=text, tags=Tags())


def five_hundred(here):
    """457 new entries, 40 that are here (20 in the repository, 20 in the file itself), 3 that cannot be read."""
    new = [{"TI": f"Youth and markets, study {number}", "PY": "2018", "AU": "Diallo, A."} for number in range(457)]
    by_doi = [{"TI": "Otherwise called", "PY": "2001", "DO": f"https://doi.org/10.5555/PVE.{n}"} for n in range(10)]
    by_title = [{"T1": f"HERE ALREADY –  numéro {n}!", "PY": "2017/04/"} for n in range(9)]
    by_address = [{"TI": "Renamed since", "UR": f"https://hub.example/knowledge/{here.uid}/"}]
    again = [{"TI": f"youth & markets: study {number}".replace("& ", "AND "), "PY": "2018"} for number in range(20)]
    people = "; ".join(f"Person {n} +2567001234{n:02d}\r\n" for n in range(6))
    broken = [{"PY": "2019", "AB": "No title"}, {"TI": "Contacts", "AB": people}]
    never_ends = "TY  - JOUR\r\nTI  - Never ends\r\n"
    return make.ris(*new[:200]) + never_ends + make.ris(*new[200:], *by_doi, *by_title, *by_address, *again, *broken)


@pytest.mark.scenario("knowledge-21")
def test_a_ris_file_of_500_with_40_duplicates_and_3_broken_makes_457_drafts_and_again_none(as_):
    officer = make.officer("UG")
    here = make.resource(title="Nothing like it")
    for number in range(10):
        draft(f"Under a name of its own {number}", officer, link=f"10.5555/pve.{number}", year="2017")
    for number in range(9):
        draft(f"Here already: numero {number}", officer, year="2017")
    before, client, content = Resource.objects.count(), as_(officer), five_hundred(here)

    def upload():
        answer = client.post(
            reverse(LIST),
            {"file": file("list.ris", content), "language": "en", "office": make.office("UG").pk, "tier": "0"},
        )
        return ReferenceList.objects.get(pk=int(answer.url.rstrip("/").rpartition("/")[2]))

    batch = upload()
    assert batch.counts == {"new": 457, "duplicate": 40, "broken": 3, "out": 0}
    assert Resource.objects.count() == before
    said = client.get(reverse(DETAIL, args=[batch.pk]), {"show": "duplicate"}).text
    assert said.count("Here already") >= 40
    assert all(f"Under a name of its own {number}" in said for number in range(10))
    assert str(here.uid) in said and "the same as the entry of line 1" in said
    said = client.get(reverse(DETAIL, args=[batch.pk]), {"show": "broken"}).text
    assert "Line 1201: this entry is not ended by “ER” before the next one begins at line 1203." in said
    assert "this entry has no title" in said and "five or more people" in said

    client.post(reverse("knowledge:reference-bring-in", args=[batch.pk]))
    assert Job.objects.get(name=tasks.bring_in_references.name).back_url == batch.get_absolute_url()
    jobs.sweep()
    made = Resource.objects.filter(created_by=officer, title__startswith="Youth and markets")
    assert Resource.objects.count() - before == 457 == made.count()
    assert {row.state for row in made} == {"draft"} and {row.kind for row in made} == {"research"}

    again = upload()
    assert again.counts == {"new": 0, "duplicate": 497, "broken": 3, "out": 0}
    assert actions.bring_in(again, by=officer) == []
    assert Resource.objects.count() - before == 457


def test_what_only_others_may_read_is_no_duplicate_and_the_answer_is_that_for_a_word_that_never_was(as_):
    make.resource(title="Canary7 in the north", tier=2, kind="lesson")
    outsider = make.officer("NG")
    client, pages = as_(outsider), []
    for word in ("Canary7", "Nothing7"):
        text = make.ris({"TI": f"{word} in the north", "PY": "2020"})
        batch = make.references(text, outsider, office="NG")
        pages.append(client.get(reverse(DETAIL, args=[batch.pk])).text.replace(word, ""))
        assert verdicts(batch) == ["new"]

    assert without_tokens(pages[0]) == without_tokens(pages[1])


def test_what_the_importer_can_no_longer_read_is_no_longer_named(as_):
    other = make.resource(title="Canary8 in the south")
    officer = make.officer("NG")
    batch = make.references(make.ris({"TI": "canary8 in the south"}), officer, office="NG")
    url = reverse(DETAIL, args=[batch.pk])
    assert str(other.uid) in as_(officer).get(url).text
    Resource.objects.filter(pk=other.pk).update(tier=2)

    said = as_(officer).get(url).text

    assert str(other.uid) not in said and "Canary8" not in said


def test_two_texts_of_one_title_are_two_only_if_both_say_when_they_are_from():
    officer = make.officer("UG")
    draft("Annual review", officer, year="2017")

    batch = make.references(
        make.ris(
            {"TI": "Annual review", "PY": "2018"}, {"TI": "Annual Review", "PY": "2017"}, {"TI": "Annual review."}
        ),
        officer,
    )

    assert verdicts(batch) == ["new", "duplicate", "duplicate"]


def test_two_texts_of_one_title_and_year_with_two_dois_are_two_and_the_page_says_by_what_one_is_the_same(as_):
    officer = make.officer("UG")
    batch = make.references(
        make.ris(
            *({"TI": "Introduction", "PY": "2018", "DO": f"10.5555/book.{number}"} for number in (1, 2)),
            {"TI": "Otherwise", "DO": "10.5555/BOOK.2"},
            {"TI": "introduction", "PY": "2018"},
        ),
        officer,
    )

    assert verdicts(batch) == ["new", "new", "duplicate", "duplicate"]
    said = as_(officer).get(batch.get_absolute_url()).text
    assert "the same DOI" in said and "the same title" in said


def test_what_is_here_stays_as_somebody_typed_it_and_what_was_chosen_stays_chosen():
    officer = make.officer("UG")
    mine = draft("My words", officer, year="2016", link="10.5555/a", finding="As I put it.")
    batch = make.references(
        make.ris(
            {"TI": "Their words", "DO": "10.5555/a", "AB": "As they put it."},
            {"TI": "One", "PY": "2011"},
            {"TI": "Two"},
        ),
        officer,
    )
    actions.decide_references(batch, {2: "lesson", 3: "out"}, by=officer)
    actions.decide_references(batch, {}, by=officer)
    assert verdicts(batch) == ["duplicate", "new", "out"]

    (made,) = actions.bring_in(batch, by=officer)

    assert (made.title, made.kind) == ("One", "lesson")
    text = mine.revisions.get()
    assert (text.title, text.summary, text.fields["finding"]) == ("My words", "What it says.", "As I put it.")
    with pytest.raises(access.Refused):
        actions.bring_in(batch, by=officer)


def test_what_is_chosen_on_the_page_counts_also_where_nobody_kept_it_first(as_):
    officer = make.officer("UG")
    batch = make.references(make.ris({"TI": "One"}, {"TI": "Two"}, {"TI": "Three"}), officer)
    choices = {"row-1": "tool", "row-2": "out", "row-3": "no-such-kind", "row-x": "tool"}

    as_(officer).post(reverse("knowledge:reference-bring-in", args=[batch.pk]), choices)

    made = Resource.objects.filter(created_by=officer).order_by("title")
    assert [(one.title, one.kind) for one in made] == [("One", "tool"), ("Three", "research")]


def test_the_dry_run_costs_the_same_with_1_3_and_50_entries(as_):
    officer, costs = make.officer("UG"), []
    client = as_(officer)
    for number in (1, 3, 50):
        entries = [{"TI": f"Study {number} {one}"} for one in range(number)]
        actions.bring_in(make.references(make.ris(*entries), officer), by=officer)
        url = make.references(make.ris(*entries), officer).get_absolute_url()
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        costs.append(len(seen))

    assert len(set(costs)) == 1 and costs[0] <= 12, costs


def test_an_entry_that_came_here_after_the_dry_run_is_not_made_twice():
    officer = make.officer("UG")
    batch = make.references(make.ris({"TI": "One"}, {"TI": "Two"}), officer)
    twin = make.references(make.ris({"TI": "One"}), officer)
    actions.bring_in(twin, by=officer)

    made = actions.bring_in(batch, by=officer)

    assert [one.title for one in made] == ["Two"]
    batch.refresh_from_db()
    assert batch.counts["duplicate"] == 1


def test_a_file_that_cannot_be_read_comes_back_with_the_form_and_what_was_chosen(as_):
    office = make.office("UG")
    facts = {"file": file("list.ris", "nothing"), "language": "fr", "office": office.pk, "tier": "2", "kind": "lesson"}

    answer = as_(make.officer("UG")).post(reverse(LIST), facts)

    assert answer.status_code == 422 and "No reference was found" in answer.text
    assert '<option value="fr" selected>' in answer.text and '<option value="lesson" selected>' in answer.text


def test_nobody_uploads_for_an_office_they_do_not_serve_at():
    with pytest.raises(access.Refused):
        make.references(make.ris({"TI": "A"}), make.officer("UG"), office="NG")


def test_a_list_is_thrown_away_and_what_was_made_of_it_stays(as_):
    officer = make.officer("UG")
    batch = make.references(make.ris({"TI": "A"}), officer)
    actions.bring_in(batch, by=officer)

    as_(officer).post(reverse("knowledge:reference-drop", args=[batch.pk]))

    assert not ReferenceList.objects.exists() and not ReferenceRow.objects.exists()
    assert Resource.objects.filter(title="A", created_by=officer).exists()
    assert not Job.objects.exists()


def test_a_job_whose_owner_may_no_longer_makes_nothing_and_does_not_fail():
    officer = make.officer("UG")
    batch = make.references(make.ris({"TI": "A"}), officer)
    officer.is_active = False
    officer.save()

    tasks.bring_in_references(batch.pk)

    assert not Resource.objects.filter(created_by=officer).exists()


def test_only_its_owner_acts_on_a_list_and_nobody_on_one_that_is_gone():
    officer, other = make.officer("UG"), make.officer("UG")
    batch = make.references(make.ris({"TI": "A"}), officer)
    for act in (actions.bring_in, actions.ask_to_bring_in):
        with pytest.raises(access.Refused, match="Only the person who uploaded a list"):
            act(batch, by=other)
    with pytest.raises(access.Refused, match="Only the person who uploaded a list"):
        actions.decide_references(batch, {1: "out"}, by=other)
    actions.drop_references(batch, by=other)
    assert verdicts(batch) == ["new"]

    actions.drop_references(ReferenceList.objects.get(), by=officer)

    with pytest.raises(access.Moved, match="thrown away"):
        actions.bring_in(batch, by=officer)
    assert not Resource.objects.exists() and not Job.objects.exists()

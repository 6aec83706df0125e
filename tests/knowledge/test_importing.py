"""References come in: what the dry run says of each entry, what the drafts say, what a hostile file does."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions, importing, tasks
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


def refused(content, name="list.ris"):
    with pytest.raises(importing.Unreadable) as error:
        make.references(content, make.officer("UG"), name)
    assert not ReferenceList.objects.exists()  # nothing is left of a file that was not read
    return str(error.value)


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


def test_a_table_of_a_reference_manager_says_types_in_words():
    text = "Item Type,Publication Year,Author,Title\r\nreport,2019,A,One\r\njournalArticle,2019,A,Two\r\n"

    batch = make.references(text, make.officer("UG"), "list.csv")

    assert [row.kind for row in batch.rows.order_by("number")] == ["evaluation", "research"]


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


RIS = (
    "TY  - RPRT\r\nT1  - Final evaluation of the youth\r\n centres\r\nAU  - Okello, Jane\r\nAU  - Bâ, M.\r\nPY  - 2019/05//\r\n"
    "PB  - Evaluation Office\r\nLA  - fre\r\nN2  - {abstract}\r\nKW  - Social cohesion\r\nKW  - Uganda\r\nXX  - unknown\r\n"
    "DO  - 10.5555/EVAL.7\r\nER  - \r\n"
)
BIBTEX = (
    "@string{{eo = {{Evaluation Office}}}}\n@techreport{{okello2019,\n  title = {{Final {{E}}valuation of the youth centres}},\n"
    '  author = "Okello, Jane and B{{\\^a}}, M.",\n  year = 2019, institution = eo # {{}},\n  abstract = {{{abstract}}},\n'
    "  keywords = {{Social cohesion, Uganda}},\n  language = {{french}},\n  doi = {{10.5555/EVAL.7}}\n}}\n"
)
CSV = (
    "\ufeffTitre;Année;Auteurs;Résumé;Source;Type;DOI;Mots-clés;Langue\r\n"
    "Final evaluation of the youth centres;2019;Okello, Jane\nBâ, M.;{abstract};Evaluation Office;Evaluation or report;"
    "10.5555/EVAL.7;Social cohesion\nUganda;fr\r\n"
)


@pytest.mark.parametrize(
    "name, text", [("a.ris", RIS), ("a.bib", BIBTEX), ("a.csv", CSV)], ids=["ris", "bibtex", "csv"]
)
def test_a_draft_says_what_the_entry_says_and_nothing_made_up(name, text):
    abstract = "Attendance doubled where parents were asked first. " * 10
    theme = make.term("themes", "SOCOH", "Social cohesion")
    officer = make.officer("UG")
    make.country()
    text = text.format(abstract=abstract.strip())
    if name == "a.csv":  # a cell of several lines is quoted
        text = text.replace("Okello, Jane\nBâ, M.", '"Okello, Jane\nBâ, M."').replace(
            "Social cohesion\nUganda", '"Social cohesion\nUganda"'
        )
    batch = make.references(text, officer, name, tier=1)

    (made,) = actions.bring_in(batch, by=officer)

    said = made.revisions.get()
    assert (made.kind, made.tier, said.title.casefold()) == ("evaluation", 1, "final evaluation of the youth centres")
    assert (said.language, said.fields["year"]) == ("fr", "2019")
    assert len(said.summary) <= 300 and said.summary.endswith("…") and abstract.startswith(said.summary[:-1])
    assert said.fields["findings"].startswith(abstract.strip())
    assert "Okello, Jane; Bâ, M. (2019)" in said.fields["findings"] and "10.5555/eval.7" in said.fields["findings"]
    assert list(made.themes.all()) == [theme] and [land.iso2 for land in made.countries.all()] == ["UG"]
    assert set(said.fields) == {"year", "findings"} and list(made.authors.all()) == [officer]


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("TY  - JOUR\nTI  - A\n", "Line 1: this entry is not ended by “ER”; the file may have been cut off."),
        ("what\nTY  - JOUR\nTI  - A\nER  - \n", "Line 1: what stands here belongs to no entry"),
        ("TY  - \nTI  - A\nER  - \n", "Line 1: “TY” does not say of which type the entry is"),
        (
            "TY  - JOUR\nTI  - A\n" + "AB  - x\n" * 60_000 + "y" * 150_000 + "\nER  - \n",
            "Line 1: this entry goes on for",
        ),
        ("\n@book{key title={A}}\n", "Line 2: the entry has no key and comma after its opening brace"),
        ("@book{" + " " * 150_000, "Line 1: the entry has no key and comma after its opening brace"),
        ("@book{key,\n title={A {B}\n", "Line 1: a brace of this entry is not closed."),
        ("@book{key,\n title={A}\n year=2001}\n", "Line 1: the entry cannot be read at line 3: a comma or a brace"),
        ("@book{key,\n = 3}\n", "Line 1: the entry cannot be read at line 2: there “name = value” should stand."),
        ('@book{key,\n title="A}', "Line 1: a quotation mark of this entry is not closed"),
        ("@book{key,\n\n title=" + "{" * 2000 + "}" * 2000 + "}\n", "Line 1: at line 3 braces stand in braces"),
    ],
    ids=range(11),
)
def test_an_entry_that_cannot_be_read_is_told_with_its_line_and_costs_no_other(text, sentence):
    name = "list.bib" if "@" in text else "list.ris"
    good = "@book{g,\n title={Good},\n}\n" if name == "list.bib" else make.ris({"TI": "Good"})

    batch = make.references(good + text, make.officer("UG"), name)

    lines = good.count("\n")
    wanted = sentence
    for number in (3, 2, 1):
        wanted = wanted.replace(f"ine {number}", f"ine {number + lines}")
    assert verdicts(batch) == ["new"] + ["broken"] + (["new"] if text.startswith("what") else [])
    assert batch.rows.get(number=2).reason.startswith(wanted)


@pytest.mark.parametrize(
    "name, content, sentence",
    [
        ("list.doc", b"x", "References are taken as RIS, BibTeX or CSV"),
        ("list.ris", b"", "The file is empty."),
        ("list.ris", b"\n \n\n", "No reference was found in this file"),
        ("list.ris", b"Dear colleagues,\n", "No reference was found in this file"),
        ("list.bib", b"Dear colleagues,\n", "No reference was found in this file"),
        ("list.ris", b"PK\x03\x04\x00\x00", "This file is no list of references inside"),
        ("list.ris", b"TY  - JOUR\r\nTI  - A\x00B\r\nER  - \r\n", "Line 2 holds a character that no text has (NUL)"),
        ("list.ris", "TY  - JOUR\nTI  - é\nER  - \n".encode("utf-16-le"), "Line 1 holds a character that no text has"),
        ("list.ris", b"\xff\xfeT\x00Y\x00 \xd8", "The characters of this file cannot be read"),
        ("list.csv", b"Name of it,Year\r\nA,2001\r\n", "No column is called \u201cTitle\u201d."),
        ("list.csv", b"Title,Year\r\nA,2001,3\r\n", "Row 2 has more cells than the header has columns."),
        ("list.csv", b'Title,Year\r\n"A,2001\r\n', "The list breaks off at line"),
        ("list.csv", b"Title,Year\r\n" + b"A,2001\r\n" * 5001, "The file has more than 5000 references; split it."),
        ("list.ris", b"TY  - JOUR\nTI  - A\nER  -\n" * 5001, "The file has more than 5000 references; split it."),
        ("list.ris", b"x" * (20 * 1024 * 1024 + 1), "The file is larger than 20 MB; split it."),
    ],
    ids=range(15),
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_in_one_sentence_and_leaves_nothing(name, content, sentence):
    assert refused(content, name).startswith(sentence)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
def test_the_usual_encodings_are_read_as_they_were_meant_and_marks_of_direction_turn_nothing(encoding):
    text = make.ris({"TI": "Prévention à Zürich" + ("\u202e gnihtemos" if encoding == "utf-16" else ""), "AU": "Bâ"})

    batch = make.references(text.encode(encoding), make.officer("UG"))

    assert batch.rows.get().title.startswith("Prévention à Zürich") and "\u202e" not in batch.rows.get().title


def test_a_cell_that_a_spreadsheet_would_compute_is_a_text_and_our_own_apostrophe_is_taken_off():
    batch = make.references("Title,Year\r\n=1+1 markets,2001\r\n'-Later,2002\r\n", make.officer("UG"), "list.csv")

    assert [row.title for row in batch.rows.order_by("number")] == ["=1+1 markets", "-Later"]


def test_a_long_title_is_cut_and_found_again():
    officer, title = make.officer("UG"), "Social cohesion along the river " * 12
    (made,) = actions.bring_in(make.references(make.ris({"TI": title}), officer), by=officer)
    assert len(made.title) <= 200 and title.strip() in made.revisions.get().fields["citation"]

    assert verdicts(make.references(make.ris({"TI": title}), officer)) == ["duplicate"]


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

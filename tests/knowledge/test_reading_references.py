"""References are read: what a draft says of an entry, and what a broken, hostile or oddly encoded file does."""

import pytest

from knowledge import actions, importing
from knowledge.models import ReferenceList
from tests import make

pytestmark = pytest.mark.django_db


def verdicts(batch):
    return [row.verdict for row in batch.rows.order_by("number")]


def refused(content, name="list.ris"):
    with pytest.raises(importing.Unreadable) as error:
        make.references(content, make.officer("UG"), name)
    assert not ReferenceList.objects.exists()  # nothing is left of a file that was not read
    return str(error.value)


def test_a_table_of_a_reference_manager_says_types_in_words():
    text = "Item Type,Publication Year,Author,Title\r\nreport,2019,A,One\r\njournalArticle,2019,A,Two\r\n"

    batch = make.references(text, make.officer("UG"), "list.csv")

    assert [row.kind for row in batch.rows.order_by("number")] == ["evaluation", "research"]


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

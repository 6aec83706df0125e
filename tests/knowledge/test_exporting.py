"""References going out: what each format says, what nobody is told, and that what went out comes back as it was."""

import csv
import io
import re
import types

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions, exporting
from knowledge.models import Resource
from pvehub.audit.models import Reading
from tests import make

pytestmark = pytest.mark.django_db
FORMATS = ("ris", "bibtex", "csv")


def taken(client, format, **asked):
    answer = client.get(reverse("knowledge:resource-export", args=[format]), asked)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def told(**facts):
    """One row as it goes out, for what no author can write but a file could hold."""
    blank = dict.fromkeys(exporting.Told.__dataclass_fields__, "") | {"pk": 1, "tier": 0, "kind": "lesson"}
    lists = {"authors": (), "countries": (), "themes": ()}
    return exporting.Told(**blank | lists | facts)


def written(format, **facts):
    return b"".join(exporting.blocks([told(**facts)], format, "en")).decode("utf-8-sig")


@pytest.mark.parametrize("format", FORMATS)
def test_the_canary_of_what_one_may_not_read_is_in_no_export_and_the_answer_is_that_for_a_word_that_never_was(
    format, as_
):
    theme = make.term("themes", "SECRET", "Canary9 theme")
    make.resource(title="Canary9 title", summary="Canary9 summary", tier=2, themes=[theme])
    draft = make.resource(title="Canary9 draft", state="draft")
    client = as_(make.officer("NG"))

    assert "anary9" not in taken(client, format)
    assert taken(client, format, q="Canary9") == taken(client, format, q="Nothing9")
    assert taken(client, format, theme="SECRET") == taken(client, format, theme="NEVER")
    for uid in (draft.uid, Resource.objects.get(tier=2).uid):
        assert client.get(reverse("knowledge:resource-cite", args=[uid, "ris"])).status_code == 404


@pytest.mark.parametrize("format", FORMATS)
def test_a_masked_origin_goes_out_masked_whoever_takes_it(format, as_):
    author = make.officer("UG", name="Canary Author")
    land = make.country()
    make.resource(title="From somewhere", author=author, is_masked=True, countries=[land])

    for reader in (make.officer("NG"), author, make.curator()):
        said = taken(as_(reader), format)
        assert "From somewhere" in said
        assert not [word for word in ("Canary", "Uganda", author.email) if word in said]


@pytest.mark.parametrize("format", FORMATS)
def test_credit_to_the_office_names_no_author_and_credit_by_name_does(format, as_):
    make.resource(title="Ours", author=make.officer("UG", name="Quiet Author"), credit="office")
    make.resource(title="Mine", author=make.officer("UG", name="Named Author"))

    said = taken(as_(make.officer("NG")), format)

    assert "Named Author" in said and "Quiet Author" not in said


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_restricted_says_so_and_what_all_staff_read_does_not(format, as_):
    make.resource(title="For the region", tier=1)
    client = as_(make.officer("UG"))

    assert "The region and headquarters" in taken(client, format)
    Resource.objects.update(tier=0)
    assert "The region and headquarters" not in taken(client, format)


@pytest.mark.parametrize("format, ending", [("ris", "ris"), ("bibtex", "bib"), ("csv", "csv")])
def test_what_went_out_comes_back_as_duplicates_row_by_row(format, ending, as_):
    theme = make.term("themes", "SOCOH", "Social cohesion & {trust}")
    make.resource(title="=1+1 {braces} & 100 % “quotes”", themes=[theme], countries=[make.country()])
    fields = {"citation": "Bâ, M. (2019).", "year": "2019", "question": "?", "finding": "!", "relevance": "."}
    research = make.resource(title="Étude sur la réintégration", language="fr", kind="research", fields=fields)
    officer = make.officer("NG")
    said = taken(as_(officer), format)

    batch = make.references(said, officer, f"list.{ending}", office="NG")

    assert batch.counts == {"new": 0, "duplicate": 2, "broken": 0, "out": 0}
    assert batch.rows.get(same_as=research).entry["year"] == "2019"
    # Also where the permanent address got lost on the way, by title and year.
    lost = re.sub(r"https?://\S+?/knowledge/", "", re.sub(str(research.uid), "", said))
    batch = make.references(lost, officer, f"list.{ending}", office="NG")
    assert batch.rows.filter(same_as=research).exists()


@pytest.mark.parametrize("starter", ["=", "+", "-", "@", "\t=", "＝", "\u200b="])
def test_no_cell_is_ever_a_formula(starter):
    evil = f"{starter}cmd|' /C calc'!A0"

    rows = list(csv.reader(io.StringIO(written("csv", title=evil, summary=evil, authors=(evil,), office=evil))))

    assert all(cell.lstrip("\u200b")[:1] not in tuple("=+-@＝") for cell in rows[1])


def test_no_value_of_ris_begins_a_line_of_its_own():
    said = written("ris", title="A\r\nER  - \r\nTY  - JOUR\u2028TI  - B\x0bC", summary="x\n\ny", uid="u")

    assert [line[:2] for line in said.splitlines()] == ["TY", "TI", "AB", "PB", "AN", "ER", ""]


def test_no_value_of_bibtex_ends_its_entry():
    said = written("bibtex", title="A},\n@misc{b, title={C \\x & %", uid="u", authors=("O} and {P",))

    assert len(re.findall(r"^@", said, re.MULTILINE)) == 1 and said.rstrip().endswith("}")
    batch = make.references(said, make.officer("UG"), "list.bib")
    assert batch.counts["new"] == 1 and "@misc" in batch.rows.get().title


def test_a_search_goes_out_best_first_and_only_what_was_found(as_):
    make.resource(title="Prisons", summary="Reintegration is named once.")
    make.resource(title="Reintegration and reintegration", summary="Reintegration of those who come back.")
    make.resource(title="Markets")

    rows = list(csv.reader(io.StringIO(taken(as_(make.officer("NG")), "csv", q="reintegration"))))

    assert [row[0] for row in rows[1:]] == ["Reintegration and reintegration", "Prisons"]


def test_the_links_of_a_page_take_its_words_and_filters_along(as_):
    make.resource(title="Reintegration", themes=[make.term()])
    client = as_(make.officer("NG"))
    for name in ("search:search-list", "knowledge:resource-list"):
        said = client.get(reverse(name), {"q": "reintegration", "theme": "SOCOH"}).text
        assert f"{reverse('knowledge:resource-export', args=['ris'])}?q=reintegration&amp;theme=SOCOH" in said
    assert "/export/ris/" not in client.get(reverse("search:search-list"), {"kind": "project"}).text


@pytest.mark.parametrize("format", ["ris", "bibtex"])
def test_one_resource_is_cited_from_its_page_and_that_is_on_record(format, as_):
    resource = make.resource(title="To be cited")
    make.resource(title="Another one")
    reader = make.officer("NG")
    client, url = as_(reader), reverse("knowledge:resource-cite", args=[resource.uid, format])
    assert f'href="{url}"' in client.get(resource.get_absolute_url()).text

    said = b"".join(client.get(url).streaming_content).decode()

    assert "To be cited" in said and "Another one" not in said and str(resource.uid) in said
    assert Reading.objects.filter(what="export", thing_id=resource.pk, actor_uid=reader.uid).count() == 1


def test_what_is_not_published_is_not_cited_and_a_format_nobody_knows_is_not_found(as_):
    waiting = make.resource(state="submitted")
    client = as_(make.curator())

    assert client.get(reverse("knowledge:resource-cite", args=[waiting.uid, "ris"])).status_code == 403
    assert client.get(reverse("knowledge:resource-cite", args=[waiting.uid, "docx"])).status_code == 404
    assert client.get(reverse("knowledge:resource-export", args=["docx"])).status_code == 404


def test_the_columns_are_called_in_the_language_of_the_reader_however_late_the_rows_are_read(as_):
    make.resource(title="Leçon")
    answer = as_(make.officer("NG", language="fr")).get(reverse("knowledge:resource-export", args=["csv"]))
    assert isinstance(answer.streaming_content, types.GeneratorType | map)

    said = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert said.splitlines()[0].startswith("Titre,")


def test_an_export_costs_the_same_with_1_3_and_300_rows_in_every_format_with_and_without_words(as_):
    first, client = make.resource(title="Reintegration"), as_(make.officer("NG"))
    costs = {(format, words): [] for format in FORMATS for words in ("", "reintegration")}
    for more, rows in ((0, 1), (2, 3), (297, 300)):
        make.copies(first, more)
        for format, words in costs:
            taken(client, format, q=words)
            with CaptureQueriesContext(connection) as seen:
                assert taken(client, format, q=words).count("Reintegration") == rows
            costs[format, words].append(len(seen))

    assert all(len(set(counts)) == 1 for counts in costs.values()), costs
    assert max(max(counts) for counts in costs.values()) <= 12, costs


def test_what_ended_while_it_was_on_its_way_is_not_in_the_file(as_):
    resource = make.resource(title="Soon gone")
    answer = as_(make.officer("NG")).get(reverse("knowledge:resource-export", args=["ris"]))
    actions.archive(resource, by=resource.created_by, reason="Done.")

    assert b"Soon gone" not in b"".join(answer.streaming_content)


def test_a_collection_goes_out_in_its_order_and_tells_nothing_of_what_one_may_not_read(as_):
    owner = make.officer("UG")
    first, last = make.resource(title="Alpha", author=owner), make.resource(title="Omega", author=owner)
    closed = make.resource(title="Canary10", tier=2, author=owner)
    collection = make.collection(owner, last, closed, first, is_shared=True)
    url = reverse("knowledge:collection-export", args=[collection.uid, "csv"])
    outsider = as_(make.officer("NG"))
    assert f'href="{url}"' in outsider.get(collection.get_absolute_url()).text

    def titles(client):
        said = b"".join(client.get(url).streaming_content).decode("utf-8-sig")
        return [row[0] for row in csv.reader(io.StringIO(said))][1:]

    assert titles(outsider) == ["Omega", "Alpha"]
    assert titles(as_(owner)) == ["Omega", "Canary10", "Alpha"]
    assert outsider.get(url.replace("csv", "docx")).status_code == 404

"""The measure of the search: its figures by hand, its own room that vanishes, and folders that are no collections."""

import io
import json
import math
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pvehub import bootstrap, index
from pvehub.index.models import SearchDoc, Synonym
from pvehub.management.evaluation import collection, engines, measuring

DOCUMENTS = [
    {"id": "a", "title": "Radio", "text": "The radio of the mothers and of the market is on at night in the town."},
    {"_id": "b", "title": "", "text": "Les familles de la ville et le marché sont au bord du fleuve."},
    {"id": "c", "title": "Cattle", "text": "The cattle of the herders is on the road to the town."},
    {"id": "d", "title": "", "text": ""},
]
QUESTIONS = [{"id": "1", "text": "which mothers hear the radio"}, {"id": "2", "text": "famille au marche"}]
QRELS = "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t2\n2\tc\t0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def lines(rows: list[Any]) -> str:
        return "".join(json.dumps(row) + "\n" for row in rows)

    (tmp_path / "docs.jsonl").write_text(lines(DOCUMENTS), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(lines(QUESTIONS), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return tmp_path


def schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select nspname from pg_namespace order by 1")
        return [name for (name,) in cursor.fetchall()]


def evaluate(folder: Path, *options: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("evaluate_search", str(folder), *options, stdout=out)
    (line,) = out.getvalue().splitlines()
    return json.loads(line)


@pytest.mark.django_db
def test_it_prints_one_line_and_leaves_nothing(folder: Path) -> None:
    index.put(index.Item("resource", 1, "The site", ["mothers hear the radio at the market"]))
    before, texts = schemas(), list(SearchDoc.objects.values_list("title", "body"))

    figures = evaluate(folder)

    assert (figures["ndcg10"], figures["recall100"], figures["empty_rate"]) == (1.0, 1.0, 0.0)
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    assert (figures["documents"], figures["queries"]) == (3, 2)
    assert schemas() == before
    assert list(SearchDoc.objects.values_list("title", "body")) == texts
    assert Synonym.objects.count() == 0


@pytest.mark.django_db
def test_inside_it_only_the_collection_is_found_and_by_the_sites_own_synonyms(folder: Path) -> None:
    index.put(index.Item("resource", 1, "The site", ["zebra"]))
    Synonym.objects.create(term="livestock", key="livestock", expansion="cattle", weight=0.8)

    with engines.ours(collection.read(folder)) as search:
        assert search("livestock") == ["c"]
        assert search("zebra") == []


@pytest.mark.django_db
def test_what_goes_wrong_inside_leaves_nothing_either(folder: Path) -> None:
    before = schemas()

    with pytest.raises(KeyboardInterrupt), engines.ours(collection.read(folder)):
        raise KeyboardInterrupt

    assert schemas() == before
    assert not SearchDoc.objects.exists()


@pytest.mark.django_db
def test_slips_are_measured_beside_the_clean_questions(folder: Path) -> None:
    figures = evaluate(folder, "--typos", "1", "--seed", "7")

    assert figures["clean"]["ndcg10"] == 1.0
    assert figures["to_clean"]["ndcg10"] == figures["ndcg10"]
    assert {name: figures[name] for name in ("ndcg10", "typos", "seed")} == {
        name: evaluate(folder, "--typos", "1", "--seed", "7")[name] for name in ("ndcg10", "typos", "seed")
    }


@pytest.mark.django_db
def test_another_engine_answers_in_the_same_run(folder: Path) -> None:
    pytest.importorskip("tantivy", reason="tantivy is not installed")

    figures = evaluate(folder, "--engine", "tantivy")

    assert figures["tantivy"]["recall100"] > 0
    assert figures["to_tantivy"]["ndcg10"] == pytest.approx(figures["ndcg10"] / figures["tantivy"]["ndcg10"], abs=1e-3)


def test_comparing_needs_the_development_requirements_and_nothing_else_does() -> None:
    assert bootstrap._lock_for(["manage.py", "evaluate_search", "x", "--engine=tantivy"]).name == "development.txt"
    assert bootstrap._lock_for(["manage.py", "evaluate_search", "x"]).name == "production.txt"


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("docs.jsonl", None, "docs.jsonl is missing."),
        ("docs.jsonl", "", "docs.jsonl is empty."),
        ("docs.jsonl", '{"id": "a", "text": "x"}\n[1]\n', "docs.jsonl, line 2 is not a JSON object."),
        ("docs.jsonl", '{"text": "x"}\n', 'docs.jsonl, line 1 has no "id".'),
        ("docs.jsonl", '{"id": "a", "text": 5}\n', 'docs.jsonl, line 1 has no text in "text".'),
        ("docs.jsonl", '{"id": "a", "text": "x"}\n' * 2, "docs.jsonl gives the same id to two documents."),
        ("queries.jsonl", '{"id": "1", "text": " "}\n', 'queries.jsonl, line 1 has no text in "text".'),
        ("qrels.tsv", "1\ta\t1\n1\ta\n", "qrels.tsv, line 2 is not a question, a document and a grade."),
        ("qrels.tsv", "1\tz\t1\n", "qrels.tsv names no document of docs.jsonl as an answer to anything."),
        ("qrels.tsv", "9\ta\t1\n", "qrels.tsv judges no question of queries.jsonl."),
        ("qrels.tsv", "\0\xff", "qrels.tsv is not in UTF-8."),
    ],
)
def test_a_folder_that_is_no_collection_is_refused_in_one_sentence(
    folder: Path, file: str, text: str | None, sentence: str
) -> None:
    (folder / file).unlink() if text is None else (folder / file).write_bytes(text.encode("latin-1"))

    with pytest.raises(CommandError) as refused:
        call_command("evaluate_search", str(folder))

    assert str(refused.value).endswith(sentence)
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere is not a folder\.$"):
        call_command("evaluate_search", str(tmp_path / "nowhere"))


def test_the_gain_is_that_of_the_books() -> None:
    grades = {"a": 3.0, "b": 1.0, "c": 0.0}
    best = 3 + 1 / math.log2(3)

    assert measuring.ndcg(["a", "b"], grades) == 1.0
    assert measuring.ndcg(["c", "b", "a"], grades) == pytest.approx((1 / math.log2(3) + 3 / 2) / best)
    assert measuring.ndcg(["x"] * 10 + ["a"], grades) == 0.0
    assert measuring.recall(["b", "c"], grades) == 0.5


def test_slips_stand_in_words_of_their_own_and_are_the_same_for_a_seed() -> None:
    text = "measurement of the dielectric constant of liquids"
    once = measuring.misspelt(text, 2, random.Random(3))

    assert once == measuring.misspelt(text, 2, random.Random(3))
    changed = [(a, b) for a, b in zip(text.split(), once.split(), strict=True) if a != b]
    assert 1 <= len(changed) <= 2
    assert all(len(a) >= 4 and abs(len(a) - len(b)) <= 1 for a, b in changed)
    assert measuring.misspelt("of the", 3, random.Random(1)) == "of the"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The radio of the mothers and the market", "en"),
        ("Les familles de la ville et du marché", "fr"),
        ("La radio de las madres y los jóvenes en el mercado", "es"),
        ("تقرير الحماية في نيامي", "ar"),
        ("radio 2026", ""),
    ],
)
def test_little_words_tell_the_language(text: str, language: str) -> None:
    assert collection.guess(text) == language


@pytest.mark.django_db
def test_a_database_older_than_the_release_is_said_and_not_changed(folder: Path) -> None:
    recorder = MigrationRecorder(connection)
    _app, name = max(one for one in recorder.applied_migrations() if one[0] == "index")
    recorder.record_unapplied("index", name)

    with pytest.raises(CommandError, match="older than this release"):
        evaluate(folder)

    assert ("index", name) not in recorder.applied_migrations()

"""manage.py evaluate_search: how well the portal's search finds, on a collection with judgements; one line of JSON."""

import json
import random
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from pvehub.management import preparing
from pvehub.management.evaluation import collection, engines, measuring


class Command(BaseCommand):
    help = (
        "Measure the search on a folder with docs.jsonl, queries.jsonl and qrels.tsv. It runs in a schema of its own, reads"
        " nothing of the site but its synonyms, and leaves nothing behind."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--typos", metavar="N", type=int, default=0, help="slips of the finger in each question")
        parser.add_argument(
            "--seed", metavar="S", type=int, default=0, help="which slips; the same seed, the same ones"
        )
        parser.add_argument("--engine", choices=["tantivy"], help="another engine to compare with in the same run")

    def handle(self, *args: Any, folder: Path, typos: int, seed: int, engine: str | None, **options: Any) -> None:
        if typos < 0:
            raise CommandError("The number of slips cannot be below nought.")
        try:
            self.stdout.write(json.dumps(evaluate(folder, typos, seed, engine), ensure_ascii=False))
        except collection.Refused as refused:
            raise CommandError(str(refused)) from None


def _require_tables() -> None:
    """A portal that was never started gets its tables; one that waits for its migrations is not changed behind its back."""
    if not connection.introspection.table_names():
        preparing.database()
    elif not preparing.is_migrated():
        raise CommandError("The database is older than this release; run “python3 manage.py prepare” first.")


def evaluate(folder: Path, typos: int, seed: int, engine: str | None) -> dict[str, Any]:
    """The figures. With slips also those of the questions as they were, with another engine also its own, and the ratios."""
    held = collection.read(folder)
    _require_tables()
    chance = random.Random(seed)
    asked = {pk: measuring.misspelt(text, typos, chance) for pk, text in held.questions.items()}
    start = time.perf_counter()
    with engines.ours(held) as search:
        filled = time.perf_counter() - start
        figures = measuring.measure(search, asked, held.grades)
        clean = measuring.measure(search, held.questions, held.grades) if typos else None
    figures |= {"collection": held.name, "documents": len(held.documents), "queries": len(asked)}
    figures |= {"index_s": round(filled, 2), "typos": typos, "seed": seed}
    if clean:
        figures |= {"clean": clean, "to_clean": _ratios(figures, clean)}
    if engine:
        with engines.tantivy(held) as search:
            other = measuring.measure(search, asked, held.grades)
        figures |= {engine: other, f"to_{engine}": _ratios(figures, other)}
    return figures


def _ratios(ours: dict[str, Any], others: dict[str, Any]) -> dict[str, float | None]:
    return {name: round(ours[name] / others[name], 4) if others[name] else None for name in ("ndcg10", "recall100")}

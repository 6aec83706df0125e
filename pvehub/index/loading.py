"""Synonyms from the reference data: the vocabularies' own translations, and acronyms of the field from data/."""

import csv
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

from django.db import transaction

from pvehub.index import words
from pvehub.index.models import Synonym
from pvehub.index.synonyms import LONGEST
from pvehub.vocabulary.models import Term

FILE = Path(__file__).parent / "data" / "synonyms.csv"
LANGUAGES = ("en", "fr", "es", "ar")
LISTS = ("themes", "target-groups", "glossary")  # their names are terms of the field; of the others they are sentences
SAME, OTHER = 0.8, 0.7  # weights: another form of the same language, another language
_ASIDE = re.compile(r"\s*\([^)]*\)")

Form = tuple[str, str]  # language, term


@transaction.atomic
def load_reference() -> int:
    """Add the pairs that are not there yet; what somebody changed or switched off stays as it is. Gives how many."""
    before = Synonym.objects.count()
    Synonym.objects.bulk_create(_pairs(), ignore_conflicts=True)
    return Synonym.objects.count() - before


def _pairs() -> list[Synonym]:
    """Every form of a group as a synonym of every other; the first group to name a pair decides."""
    found: dict[tuple[str, str], Synonym] = {}
    for group in [*_written(), *_terms()]:
        for (language, term), (other, expansion) in permutations(group, 2):
            key = words.key(term)
            if key == words.key(expansion) or not 0 < len(key.split()) <= LONGEST:
                continue
            weight = SAME if language == other else OTHER
            row = Synonym(term=term, key=key, expansion=expansion, language=other, weight=weight, source="reference")
            found.setdefault((term, expansion), row)
    return list(found.values())


def _written() -> Iterator[list[Form]]:
    """The groups of data/synonyms.csv: one column a language, forms apart by |."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield [(language, form) for language in LANGUAGES for form in row[language].split("|") if form]


def _terms() -> Iterator[list[Form]]:
    """The terms of the vocabularies in their languages; "a / b" is two forms, what stands in brackets is left out."""
    for name in LISTS:
        for term in Term.objects.of(name):
            names = [(language, getattr(term, f"name_{language}")) for language in ("en", "fr", "es")]
            yield [
                (language, form)
                for language, text in names
                for form in map(str.strip, _ASIDE.sub("", text).split(" / "))
                if form
            ]

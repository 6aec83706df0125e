"""A BEIR-style folder read: docs.jsonl, queries.jsonl, qrels.tsv. What is wrong is said in one sentence, with its place."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pvehub.index.items import LANGUAGES

FUNCTION_WORDS = {
    "en": "the of and to in is that for it was with as on are this be by at from or have an not which were their".split(),
    "fr": "le la les des et un une du dans pour que qui sur au est pas ne par avec ce aux sont cette leur ses dont".split(),
    "es": "el la los las de y en que un una del por con para se al es lo como su sus entre sobre esta este son".split(),
}
_WORDS = {language: frozenset(words) for language, words in FUNCTION_WORDS.items()}
_ARABIC = re.compile(r"[\u0620-\u064a]{2,}")


class Refused(Exception):
    """The folder is no collection; the message is one sentence."""


@dataclass(frozen=True)
class Document:
    """A document; its language is empty where neither the file nor the text tells."""

    id: str
    title: str
    text: str
    language: str


@dataclass
class Collection:
    """Documents, questions by id, and for each question the grades of the documents that answer it."""

    name: str
    documents: list[Document] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)
    grades: dict[str, dict[str, float]] = field(default_factory=dict)


def read(folder: Path) -> Collection:
    """The collection in a folder. Documents whose language is unknown get that of most others."""
    if not folder.is_dir():
        raise Refused(f"{folder} is not a folder.")
    found = Collection(folder.name)
    for place, row in _rows(folder / "docs.jsonl"):
        text = _text(row, "text", place, required=False)
        title = _text(row, "title", place, required=False)
        if not text and not title:
            continue
        found.documents.append(Document(_id(row, place), title, text, _stated(row) or guess(f"{title} {text}")))
    for place, row in _rows(folder / "queries.jsonl"):
        found.questions[_id(row, place)] = _text(row, "text", place)
    for question, document, grade in _judgements(folder / "qrels.tsv"):
        found.grades.setdefault(question, {})[document] = grade
    ids = {document.id for document in found.documents}
    if len(ids) < len(found.documents):
        raise Refused(f"{folder / 'docs.jsonl'} gives the same id to two documents.")
    if not any(grade > 0 and pk in ids for each in found.grades.values() for pk, grade in each.items()):
        raise Refused(f"{folder / 'qrels.tsv'} names no document of docs.jsonl as an answer to anything.")
    if not any(question in found.grades for question in found.questions):
        raise Refused(f"{folder / 'qrels.tsv'} judges no question of queries.jsonl.")
    known = Counter(document.language for document in found.documents if document.language)
    common = known.most_common(1)[0][0] if known else "en"
    found.documents = [
        document if document.language else Document(document.id, document.title, document.text, common)
        for document in found.documents
    ]
    return found


def guess(text: str) -> str:
    """The language of a text by its little words; empty where they do not tell."""
    if len(_ARABIC.findall(text)) * 2 > len(text.split()):
        return "ar"
    tokens = re.findall(r"[^\W\d_]+", text.lower())[:2000]
    counts = sorted(((sum(token in words for token in tokens), language) for language, words in _WORDS.items()))
    (second, _), (first, language) = counts[-2:]
    return language if first >= 2 and first > 1.3 * second else ""


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    """The lines that hold something, each with its place."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield f"{file}, line {number}", line.rstrip("\r\n")
    except FileNotFoundError:
        raise Refused(f"{file} is missing.") from None
    except UnicodeDecodeError:
        raise Refused(f"{file} is not in UTF-8.") from None
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None


def _rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    count = 0
    for place, line in _lines(file):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise Refused(f"{place} is not a JSON object.")
        count += 1
        yield place, row
    if not count:
        raise Refused(f"{file} is empty.")


def _id(row: dict[str, Any], place: str) -> str:
    found = row.get("id", row.get("_id"))
    if not isinstance(found, str | int) or found == "":
        raise Refused(f'{place} has no "id".')
    return str(found)


def _text(row: dict[str, Any], name: str, place: str, *, required: bool = True) -> str:
    found = row.get(name)
    if found is None and not required:
        return ""
    if not isinstance(found, str) or (required and not found.strip()):
        raise Refused(f'{place} has no text in "{name}".')
    return found


def _stated(row: dict[str, Any]) -> str:
    """The language a document states, itself or among its metadata."""
    metadata = row.get("metadata")
    for holder in (row, metadata if isinstance(metadata, dict) else {}):
        for name in ("language", "lang"):
            stated = str(holder.get(name) or "").lower()[:2]
            if stated in (*LANGUAGES, "ar"):
                return stated
    return ""


def _judgements(file: Path) -> Iterator[tuple[str, str, float]]:
    """Question, document, grade. The first line may name the columns; TREC's four columns are read too."""
    for number, (place, line) in enumerate(_lines(file)):
        cells = line.split("\t") if "\t" in line else line.split()
        cells = [cells[0], cells[2], cells[3]] if len(cells) == 4 else cells
        try:
            question, document, grade = cells
            yield question.strip(), document.strip(), float(grade)
        except ValueError:
            if number:
                raise Refused(f"{place} is not a question, a document and a grade.") from None

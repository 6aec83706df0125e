"""Filling vocabularies, countries and the regional offices from the files in data/; a second time changes nothing."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .models import Term

DATA = Path(__file__).parent / "data"

# What translations.json holds beside lists of terms.
BESIDE = frozenset({"regions", "questions-for-authors"})

# Lists whose attributes are edited in the interface too.
EDITED_WHOLE = frozenset({"sensitive-terms"})

# list -> (file, column of the code or "" for a slug of the name, column of the English name)
LISTS = {
    "themes": ("thematic_areas.csv", "code", "name_en"),
    "drivers": ("drivers.csv", "code", "name"),
    "target-groups": ("target_groups.csv", "code", "name"),
    "resource-types": ("resource_types.csv", "code", "name"),
    "plan-areas": ("un_pve_plan_areas.csv", "no", "area"),
    "indicators": ("indicators.csv", "code", "name"),
    "risk-categories": ("risk_categories.csv", "code", "name"),
    "review-questions": ("review_questions.csv", "code", "question_for_reviewer"),
    "glossary": ("glossary.csv", "term_en", "term_en"),
    "sensitive-terms": ("sensitive_terms.csv", "term_en", "term_en"),
}


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file in data/, keys as in its first line."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def translations() -> dict[str, dict[str, list[str]]]:
    """Our own translations, list -> code -> [French, Spanish], and the short lists that have no file."""
    with (DATA / "translations.json").open(encoding="utf-8") as lines:
        found: dict[str, dict[str, list[str]]] = json.load(lines)
    return found


def method_sheets() -> dict[str, dict[str, str]]:
    """The method sheet of each indicator as attributes: definition, question, frequency, and what of the list needed
    translating. English under its own name, the others as name_fr, name_es; ours, so not reviewed yet."""
    with (DATA / "method_sheets.json").open(encoding="utf-8") as lines:
        found = json.load(lines)
    return {
        code: {
            name if language == "en" else f"{name}_{language}": text
            for name, texts in sheet.items()
            for language, text in texts.items()
        }
        for code, sheet in found.items()
    }


def sensitive_ways() -> dict[str, dict[str, str]]:
    """How each sensitive term is said, as attributes: ways_en, ways_fr, ways_es (by comma; "=" before one that has no
    other form, "~" between two that harm near each other), only_in, spared (phrases that only look like it), practice (what
    good practices are searched for), and French and Spanish of why it could harm and what is better. Ours, so not reviewed
    yet."""
    with (DATA / "sensitive_ways.json").open(encoding="utf-8") as lines:
        found = json.load(lines)
    return {
        code: {
            **{f"ways_{language}": ", ".join(said[language]) for language in ("en", "fr", "es")},
            **{
                f"{name}_{tongue}": said[name][n]
                for name in ("why", "preferred")
                for n, tongue in enumerate(("fr", "es"))
            },
            **{name: said[name] for name in ("only_in", "practice") if name in said},
            **({"spared": ", ".join(said["spared"])} if "spared" in said else {}),
        }
        for code, said in found.items()
    }


def load_terms() -> int:
    """Add or refresh every term by (list, code), not those that curators changed; how many there are in the files."""
    ours, sheets, ways, wanted = translations(), method_sheets(), sensitive_ways(), []
    for name, (file, code, english) in LISTS.items():
        for position, row in enumerate(rows(file)):
            french = row.get("name_fr") or row.get("term_fr") or ""
            spanish = row.get("name_es") or row.get("term_es") or ""
            given = bool(french and spanish)
            key = row[code][:40]
            own = ours.get(name, {}).get(key, ["", ""])
            attributes = {k: v for k, v in row.items() if k not in {code, english, "name_fr", "name_es"} and v}
            if name == "indicators":
                attributes |= sheets[key]
            if name == "sensitive-terms":
                attributes |= ways[row[english]]
            if name == "review-questions":
                french_author, spanish_author = ours["questions-for-authors"][key]
                attributes |= {"question_for_author_fr": french_author, "question_for_author_es": spanish_author}
            wanted.append(
                Term(
                    list=name,
                    code=key,
                    name_en=row[english],
                    name_fr=french or own[0],
                    name_es=spanish or own[1],
                    attributes=attributes,
                    position=position,
                    is_reviewed=given,
                )
            )
    for name, terms in ours.items():
        if name not in LISTS and name not in BESIDE:
            wanted += [
                Term(list=name, code=key, name_en=names[2], name_fr=names[0], name_es=names[1], position=position)
                for position, (key, names) in enumerate(terms.items())
            ]
    _refresh(wanted)
    return len(wanted)


def _refresh(wanted: list[Term]) -> None:
    """What curators changed is theirs from then on: of such a term only the attributes are refreshed, of its list not the
    order. A word that could harm is nothing but its attributes, and those are edited: one that somebody touched stays."""
    theirs = set(Term.objects.filter(version__gt=1).values_list("list", "code"))
    lists, batches = {name for name, _code in theirs}, defaultdict(list)
    for term in wanted:
        if term.list in EDITED_WHOLE and (term.list, term.code) in theirs:
            continue
        fresh = ["attributes"]
        if (term.list, term.code) not in theirs:
            fresh += ["name_en", "name_fr", "name_es", "is_reviewed", *(() if term.list in lists else ["position"])]
        batches[tuple(fresh)].append(term)
    for names, terms in batches.items():
        Term.objects.bulk_create(
            terms, update_conflicts=True, unique_fields=["list", "code"], update_fields=list(names)
        )


def country_names() -> list[dict[str, Any]]:
    return list(rows("countries_by_regional_office.csv"))

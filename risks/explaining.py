"""What the pages of the method show: one version in words, and how it differs from another. Reads only."""

from typing import Any

from django.db.models import Model
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from pvehub.audit import trail
from pvehub.audit.words import told
from pvehub.ui.components import Cell
from risks import scales, scoring, versions
from risks.models import Category, MatrixVersion
from risks.scoring import Appetite, Dimension, Level, Rule
from risks.workflow import Seat

LEVELS = [level for level in Level if level != Level.NOBODY]
STEPS = range(1, 6)


def version_page(matrix: MatrixVersion) -> dict[str, Any]:
    """A version whole: grid, scales, who may assume what, appetites."""
    words = scales.of(matrix.scales)
    return {
        "matrix": matrix,
        "cells": [Cell(li, im, scoring.band(li, im, matrix.cells)) for li in STEPS for im in STEPS],
        "scales": words,
        "likelihoods": [(n, name, words.chances[n]) for n, name in reversed(list(words.likelihoods.items()))],
        "impacts": [
            {"n": n, "name": name, "means": [(label, words.means[key][n]) for key, label in Dimension.choices]}
            for n, name in words.impacts.items()
        ],
        "dimensions": Dimension.labels,
        "rules": _rules(matrix),
        "appetites": _appetites(matrix),
        "versions": MatrixVersion.objects.exclude(state="draft").select_related("activated_by").order_by("-number"),
    }


def _rules(matrix: MatrixVersion) -> list[dict[str, Any]]:
    found = versions.rules(matrix)
    return [{"level": level.label, **_row(found[level])} for level in LEVELS if level in found]


def _row(rule: Rule) -> dict[str, Any]:
    return {
        "decides": _seat(rule.decides),
        "concurs": ", ".join(_seat(seat) for seat in rule.concurs),
        "lasts_days": rule.lasts_days,
        "review_days": rule.review_days,
        "answer_days": rule.answer_days,
        "grace_days": rule.grace_days,
    }


def _seat(value: str) -> str:
    return str(Seat(value).label) if value in Seat.values else ""


def _appetites(matrix: MatrixVersion) -> list[dict[str, Any]]:
    """The categories under their appetite, the strictest first."""
    held: dict[str, list[Category]] = {value: [] for value in ("red_line", "averse", "cautious", "open")}
    for category in Category.objects.order_by("position", "code"):
        held.get(matrix.appetite_of(category.code), []).append(category)
    return [{"label": Appetite(value).label, "value": value, "categories": held[value]} for value in held]


def difference(old: MatrixVersion, new: MatrixVersion) -> dict[str, Any]:
    """How one version differs from another: cells marked with what they were, and rows of before and after."""
    cells = [_cell(old, new, li, im) for li in STEPS for im in STEPS]
    rows = [*_changed_rules(old, new), *_changed_appetites(old, new), *_changed_words(old, new)]
    return {
        "old": old,
        "new": new,
        "cells": cells,
        "scales": scales.of(new.scales),
        "changed_cells": sum(cell.marked for cell in cells),
        "rows": rows,
        "is_same": not rows and not any(cell.marked for cell in cells),
    }


def history(thing: Model) -> list[dict[str, Any]]:
    """What happened to a version or to a risk of the library, the newest first."""
    return [
        {"label": row["label"], "actor": row["actor"], "at": row["event"].at, "note": row["event"].note}
        for row in reversed(told(trail.of(thing)))
    ]


def _cell(old: MatrixVersion, new: MatrixVersion, li: int, im: int) -> Cell:
    before, after = (scoring.band(li, im, matrix.cells) for matrix in (old, new))
    if before == after:
        return Cell(li, im, after)
    return Cell(li, im, after, note=_("was %(band)s") % {"band": _band(before)}, marked=True)


def _band(value: str) -> str:
    return str(scoring.Band(value).label) if value in scoring.Band.values else "–"


def _changed_rules(old: MatrixVersion, new: MatrixVersion) -> list[dict[str, Any]]:
    names = {
        "decides": _("decides"),
        "concurs": _("concurs first"),
        "lasts_days": _("lasts at most, days"),
        "review_days": _("review every, days"),
        "answer_days": _("escalation answered within, days"),
        "grace_days": _("grace after endorsement, days"),
    }
    before, after = versions.rules(old), versions.rules(new)
    found = []
    for level in LEVELS:
        pair = [_row(rules[level]) if level in rules else {} for rules in (before, after)]
        for key, name in names.items():
            was, now = (row.get(key, "") for row in pair)
            if was != now:
                found.append({"where": level.label, "what": name, "before": was, "after": now})
    return found


def _changed_appetites(old: MatrixVersion, new: MatrixVersion) -> list[dict[str, Any]]:
    found = []
    for category in Category.objects.order_by("position", "code"):
        was, now = (matrix.appetite_of(category.code) for matrix in (old, new))
        if was != now:
            row = {"where": category.name, "what": _("appetite"), "before": _appetite(was), "after": _appetite(now)}
            found.append(row)
    return found


def _appetite(value: str) -> str:
    return str(Appetite(value).label) if value in Appetite.values else ""


def _changed_words(old: MatrixVersion, new: MatrixVersion) -> list[dict[str, Any]]:
    """Words of the scales that changed, in every language that has its own."""
    found = []
    for language in scales.LANGUAGES:
        was, now = (scales.flat(matrix.scales, language) for matrix in (old, new))
        for name in scales.names():
            if was.get(name) != now.get(name):
                usual = scales.built_in(name)
                row = {"before": was.get(name) or usual, "after": now.get(name) or usual}
                spoken = get_language_info(language)["name_translated"]
                found.append({"where": scales.place(name), "what": spoken, **row})
    return found

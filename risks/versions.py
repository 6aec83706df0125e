"""A version of the method as plain data: its rules by level, its hash, what is wrong with it, what differs from another;
the hashes of a risk of the library and of a category. Reads only.
"""

from dataclasses import asdict
from typing import Any

from django.forms.models import model_to_dict

from risks import content, scales, scoring
from risks.models import Category, LibraryRisk, MatrixVersion
from risks.scoring import Rule
from risks.workflow import Seat

RULE_FIELDS = ("decides", "concurs", "lasts_days", "review_days", "answer_days", "grace_days")
SEATS = {str(value): label for value, label in Seat.choices}


def rules(matrix: MatrixVersion) -> dict[str, Rule]:
    """Who may assume what, by level."""
    return {row.level: Rule(**model_to_dict(row, fields=RULE_FIELDS)) for row in matrix.rules.all()}


def content_of(matrix: MatrixVersion) -> dict[str, Any]:
    """Everything that counts when a risk is rated; not why it was changed, and by whom."""
    return {
        "cells": matrix.cells,
        "appetites": matrix.appetites,
        "scales": matrix.scales,
        "rules": {level: asdict(rule) for level, rule in rules(matrix).items()},
    }


def sha256(matrix: MatrixVersion) -> str:
    """The hash of a version, by which one says which draft one has seen."""
    return content.sha256(content_of(matrix))


def library_sha256(item: LibraryRisk) -> str:
    """The hash of a risk of the library, by which one says what one's form was filled on."""
    return content.sha256(
        [item.category.code, item.cause, item.event, item.consequence, item.mitigations, item.is_retired]
    )


def category_sha256(category: Category) -> str:
    """The hash of a category, by which one says what one's form was filled on."""
    names = [category.name_en, category.name_fr, category.name_es]
    return content.sha256([*names, category.source, category.is_mandatory])


def problems(matrix: MatrixVersion) -> list[str]:
    """What keeps a draft from being activated, one sentence each; none means that it may be."""
    categories = {category.code: category.name for category in Category.objects.order_by("position", "code")}
    return [
        *scoring.cell_problems(matrix.cells),
        *scoring.rule_problems(rules(matrix), {value: str(name) for value, name in SEATS.items()}),
        *scoring.appetite_problems(matrix.appetites, categories),
        *scales.problems(matrix.scales),
    ]

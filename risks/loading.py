"""Fills the method from risks/data: categories, the library, matrix v1 with its rules. Twice gives the same as once.

What the risk officer changed is left alone: rows with `changed_at`; matrix, rules and appetites once there is a matrix.
"""

import csv
import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from risks.models import AssumptionRule, Category, LibraryRisk, MatrixVersion
from risks.querysets import LIBRARY_LANGUAGES, library_code
from risks.scoring import MATRIX_V1
from risks.workflow import MatrixState

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load what is missing and refresh what came from the files; gives the number of rows of each kind."""
    rows, has_matrix = _rows("risk_categories.csv"), MatrixVersion.objects.exists()
    fields = [name for name in (*rows[0], "position") if not (has_matrix and name == "appetite")]
    wanted = [Category(position=position, **row) for position, row in enumerate(rows)]
    if has_matrix:
        active = MatrixVersion.objects.active()
        for category in wanted:
            category.appetite = active.appetite_of(category.code)
    _refresh(Category, wanted, fields)
    categories = {category.code: category for category in Category.objects.all()}
    library = _library(categories)
    fields = ["category", "cause", "event", "consequence", "mitigations", "language"]
    _refresh(LibraryRisk, [LibraryRisk(code=code, **row) for code, row in library.items()], fields)
    if not has_matrix:
        _load_matrix()
    return {"risk categories": len(categories), "library risks": len(library), "matrix": MatrixVersion.objects.count()}


def _refresh(model: type[Model], wanted: list[Any], fields: list[str]) -> None:
    """Add by code what is not there; of the rest only these columns are written, and none where people changed the row."""
    fresh = [name for name in fields if name != "code"]
    changed = set(model._default_manager.exclude(changed_at=None).values_list("code", flat=True))
    wanted = [row for row in wanted if row.code not in changed]
    model._default_manager.bulk_create(wanted, update_conflicts=True, unique_fields=["code"], update_fields=fresh)


def _library(categories: dict[str, Category]) -> dict[str, dict[str, Any]]:
    """The library in each language by code; the translations take their category from the English."""
    rows: dict[str, dict[str, Any]] = {}
    works = {row["code"]: row["works"].split() for row in _rows("mitigations.csv")}
    for language in LIBRARY_LANGUAGES:
        file = DATA / ("risk_library.json" if language == "en" else f"risk_library_{language}.json")
        for row in json.loads(file.read_text(encoding="utf-8")):
            code = row.pop("code")
            category = categories[row["category"]] if language == "en" else rows[code]["category"]
            pairs = zip(row["mitigations"], works[code], strict=True)
            row["mitigations"] = [{"text": text, "works": how} for text, how in pairs]
            rows[library_code(code, language)] = row | {"category": category, "language": language}
    return rows


def _load_matrix() -> None:
    """Version 1 with its rules, activated in one go: rules cannot be added to an active matrix."""
    appetites = dict(Category.objects.values_list("code", "appetite"))
    matrix = MatrixVersion.objects.create(number=1, cells=MATRIX_V1, appetites=appetites)
    for row in _rows("assumption_rules.csv"):
        concurs = row.pop("concurs").split()
        AssumptionRule.objects.create(matrix=matrix, concurs=concurs, **row)
    matrix.state, matrix.activated_at = MatrixState.ACTIVE, timezone.now()
    matrix.save()

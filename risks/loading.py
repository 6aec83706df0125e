"""Fills the method from risks/data: categories, the library, matrix v1 with its rules. Twice gives the same as once.

The matrix is loaded only where there is none: from then on the risk officer owns it.
"""

import csv
import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from risks.models import AssumptionRule, Category, LibraryRisk, MatrixVersion
from risks.scoring import MATRIX_V1
from risks.workflow import MatrixState

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load what is missing and refresh what came from the files; gives the number of rows of each kind."""
    for position, row in enumerate(_rows("risk_categories.csv")):
        code = row.pop("code")
        Category.objects.update_or_create(code=code, defaults={**row, "position": position})
    categories = {category.code: category for category in Category.objects.all()}
    library = json.loads((DATA / "risk_library.json").read_text(encoding="utf-8"))
    for row in library:
        code = row.pop("code")
        LibraryRisk.objects.update_or_create(code=code, defaults={**row, "category": categories[row["category"]]})
    if not MatrixVersion.objects.exists():
        _load_matrix()
    return {"risk categories": len(categories), "library risks": len(library), "matrix": MatrixVersion.objects.count()}


def _load_matrix() -> None:
    """Version 1 with its rules, activated in one go: rules cannot be added to an active matrix."""
    matrix = MatrixVersion.objects.create(number=1, cells=MATRIX_V1)
    for row in _rows("assumption_rules.csv"):
        concurs = row.pop("concurs").split()
        AssumptionRule.objects.create(matrix=matrix, concurs=concurs, **row)
    matrix.state, matrix.activated_at = MatrixState.ACTIVE, timezone.now()
    matrix.save()

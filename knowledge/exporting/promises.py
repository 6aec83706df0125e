"""What a meeting promised, as rows of a sheet: the reader's language, no cell ever a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from projects.exporting.cells import safe
from projects.exporting.sheets import fitted


def ledger_rows(promised: Iterable[Any], today: date) -> Iterator[list[str]]:
    """The head, then a row for each promise. Of the evidence its title alone, where the reader may read it."""
    head = [_("Recommendation"), _("Promised"), _("Who answers for it"), _("Office"), _("By which day"), _("State")]
    yield [*head, _("Overdue"), _("Evidence, or why it was dropped")]
    for row in promised:
        evidence = row.evidence_name or (row.readable_evidence.title if row.readable_evidence else "")
        cells = [
            str(row.recommendation),
            row.text,
            row.owner_name,
            str(row.owner_office),
            row.due_on.isoformat(),
            str(row.get_state_display()),
            _("yes") if row.is_overdue(today) else _("no"),
            " · ".join(part for part in (evidence, row.ended_why) if part),
        ]
        yield [safe(fitted(cell)) for cell in cells]

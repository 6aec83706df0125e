"""What a refusal has to name."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from endorsement.models import Decision
from knowledge.models import RedLine
from pvehub.access import Blocker

ANCHOR = "#id_refuse-red_lines"


def to_name_red_lines(reason: str, red_lines: Sequence[RedLine]) -> list[Blocker]:
    """A refusal for a red line names at least one that holds today, as long as the register has any; others name none."""
    if reason != Decision.Reason.RED_LINE:
        sentence = _("Red lines are named only where the ground is a red line.")
        return [Blocker(sentence, ANCHOR)] if red_lines else []
    in_force = set(RedLine.objects.in_force().values_list("pk", flat=True))
    if {line.pk for line in red_lines} - in_force:
        return [Blocker(_("One of these red lines no longer holds: look at the register again."), ANCHOR)]
    if in_force and not red_lines:
        return [Blocker(_("Name the red lines of the register on which the refusal rests."), ANCHOR)]
    return []

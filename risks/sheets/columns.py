"""The columns of a register's sheets. Their names are codes, the same in every language; words stand beside raw codes.

`EDITABLE` come back in; whatever else stands in a sheet is for reading and is not taken back.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from risks.scoring import Dimension
from risks.workflow import POSITIONS

AXES = ("likelihood", *Dimension.values)  # of each position, as numbers 1–5
STATEMENT = ("category", "cause", "event", "consequence", "owner", "strategy", "shared_with", "is_direct", "visibility")
RATING = (
    *(f"{position}_{axis}" for position in POSITIONS for axis in AXES),
    "confidence",
    "speed",
    "bearers",
    "rationale",
)  # fmt: skip
EDITABLE = (*STATEMENT, *RATING)
OWN = ("register", "ref", "event")  # a sheet with these columns is one of ours

RISKS = (
    "register", "ref", "version", "tier", "state", "state_words", "category", "category_words", "cause", "event",
    "consequence", "language", "owner", "owner_name", "strategy", "strategy_words", "shared_with", "is_direct",
    "visibility", "visibility_words",
    *(f"{p}_{name}" for p in POSITIONS for name in (*AXES, "impact", "band", "band_words")),
    "confidence", "confidence_words", "speed", "speed_words", "bearers", "bearers_words", "rationale", "assessed_on",
    "assessed_by", "matrix", "current_level", "next_review_on", "acceptance", "acceptance_words", "accepted_until",
)  # fmt: skip
MEASURES = (
    "register", "risks", "text", "lowers", "lowers_words", "owner", "due_on", "progress", "progress_words", "cost",
    "currency", "evidence", "verified_on", "verified_by",
)  # fmt: skip
SCREENING = (
    "register", "category", "category_words", "answer", "answer_words", "because", "is_stale", "answered_on", "answered_by",
)  # fmt: skip
METHOD = ("what", "code", "words", "meaning")

# What a field is called on the pages.
LABELS = {
    "category": _("Category"),
    "cause": _("Cause"),
    "event": _("Event"),
    "consequence": _("Consequence"),
    "owner": _("Owner"),
    "strategy": _("Strategy"),
    "shared_with": _("Who carries part of it, and what they answered"),
    "is_direct": _("Our own message confronts a group"),
    "visibility": _("Who reads it"),
    "likelihood": _("Likelihood"),
    "impact": _("Impact"),
    "confidence": _("Confidence"),
    "speed": _("Speed"),
    "bearers": _("Who bears the harm"),
    "rationale": _("Why"),
    "state": pgettext_lazy("of a risk", "State"),
    **dict(Dimension.choices),
}


def label(name: str) -> str:
    """What a column is called on the pages: "Now: likelihood" where it belongs to a position."""
    position, _sign, axis = name.partition("_")
    if position in POSITIONS:
        said = {"position": POSITIONS[position], "axis": LABELS.get(axis, axis)}
        return str(_("%(position)s: %(axis)s")) % said
    return str(LABELS.get(name, name))

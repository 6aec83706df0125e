"""The classification helper: three questions and the themes propose a class, and say by which rule. Pure rules.

Source of the definitions: the glossary (PVE-specific, PVE-relevant programming). It proposes; people decide.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .sections import Class

STABILITY_THEMES = frozenset({"CSTAB", "SOCOH"})
STABILITY_TYPES = frozenset({"stabilization", "cohesion"})
STABILITY_WORDS = (
    "social cohesion",
    "cohésion sociale",
    "cohesión social",
    "stabilization",
    "stabilisation",
    "estabilización",
)


# The rules in the order in which they are asked; the first that holds proposes.
STABILITY = _(
    "A stabilization or social-cohesion project with at least one outcome that answers a driver is PVE-specific."
)
THEORY = _("Intended outcomes that address drivers, with a theory of change that evidence supports: PVE-specific.")
TOUCHES = _("It touches drivers or people exposed to recruitment, without an evidence-supported theory: PVE-relevant.")
NOTHING = _("No outcome addresses a driver and nobody is chosen for exposure to recruitment: not PVE.")
OPEN = _("Answer the three questions, and a class is proposed with its rule.")
RULES = (STABILITY, THEORY, TOUCHES, NOTHING)


@dataclass(frozen=True)
class Proposal:
    """A class (empty while questions are open), the rule that gave it, and what it looked at."""

    classification: str
    rule: str

    @property
    def label(self) -> str:
        return str(Class(self.classification).label) if self.classification else ""


def is_stability(title: str, themes: Collection[str], other_type: str = "") -> bool:
    """Whether this is a stabilization or social-cohesion project: by its secondary type, else by theme or by name."""
    if other_type in STABILITY_TYPES:
        return True
    return bool(STABILITY_THEMES & set(themes)) or any(words in title.casefold() for words in STABILITY_WORDS)


def propose(
    *,
    title: str,
    themes: Collection[str],
    driver_outcomes: int,
    addresses_drivers: str,
    has_evidence: str,
    chosen_for_exposure: str,
    other_type: str = "",
) -> Proposal:
    """The class these answers ("yes", "no" or "" while open) and the outcomes linked to a driver propose."""
    on_drivers = addresses_drivers == "yes" or driver_outcomes > 0
    if is_stability(title, themes, other_type) and driver_outcomes > 0:
        return Proposal(Class.SPECIFIC, str(STABILITY))
    if on_drivers and has_evidence == "yes":
        return Proposal(Class.SPECIFIC, str(THEORY))
    if "" in (addresses_drivers, has_evidence, chosen_for_exposure) and not on_drivers:
        return Proposal("", str(OPEN))
    if on_drivers or chosen_for_exposure == "yes":
        return Proposal(Class.RELEVANT, str(TOUCHES))
    return Proposal(Class.NOT_PVE, str(NOTHING))

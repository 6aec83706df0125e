"""What a text begins with that was begun elsewhere: the tier it is born with at the least, signed on its way through the
author's browser, and what of a project tells its context and what happened."""

from __future__ import annotations

from datetime import date

from django.core import signing
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knowledge.milestones import STAGE, Milestone
from projects.actions.reusing import readable
from projects.models import Project, Update
from projects.permissions import reads
from pvehub.people.models import User

SALT = "knowledge.least"
CLOSEST = 3
UPDATES = 3  # the latest words of the team on how it goes


def signed(tier: int) -> str:
    """The tier as a form carries it."""
    return signing.dumps(tier, salt=SALT)


def least_of(sent: str) -> int:
    """The tier that was signed; 0 where none was sent, and the closest where somebody changed it."""
    try:
        return int(signing.loads(sent, salt=SALT)) if sent else 0
    except signing.BadSignature:
        return CLOSEST


def from_project(project: Project, user: User, at: str = "") -> dict[str, str]:
    """Context, what happened and stage of a lesson, in the project's language and as far as this person reads them: what it
    does, where, for whom and in which time, then its latest updates. Nothing is kept until its author saves it."""
    said = readable(project, user)
    with translation.override(project.language):
        lines = [str(said.get("summary") or ""), *(_facts(project) if reads(user, project) != "open" else [])]
        updates = Update.objects.visible_to(user).filter(project=project, kind="programmatic").newest()[:UPDATES]
        happened = [f"{_day(row.happened_on)}: {row.text}" for row in reversed(updates)]
    found = {"context": "\n".join(line for line in lines if line), "happened": "\n\n".join(happened)}
    if at in Milestone.values:
        found["stage"] = STAGE[Milestone(at)]
    return {name: text for name, text in found.items() if text}


def _facts(project: Project) -> list[str]:
    """Where, for whom, when, of the working copy: for who reads the whole record."""
    places = ", ".join(sorted(country.name for country in project.countries.all()))
    people = ", ".join(term.name for term in project.target_groups.order_by("position", "pk"))
    when = f"{_day(project.start_on)} – {_day(project.end_on)}" if project.start_on and project.end_on else ""
    rows = ((_("Countries"), places), (_("Target groups"), people), (_("Time"), when))
    return [_("%(label)s: %(words)s") % {"label": label, "words": words} for label, words in rows if words]


def _day(value: date | None) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""

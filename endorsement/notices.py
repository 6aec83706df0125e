"""What endorsement tells people: one kind for every step of the table, and those for what happens between steps."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from endorsement import verbs, workflow
from pvehub.audit import trail
from pvehub.notifications import Kind

# At once whatever a person prefers: asked to read, returned to you, decided.
ALWAYS = frozenset(
    {"start-review", "return", "endorse", "endorse-with-conditions", "refuse", "recall", "suspend", "revoke"}
)
URGENT = frozenset({"endorse", "endorse-with-conditions", "refuse"})


def _is_as_quiet(about: Any, facts: dict[str, Any]) -> bool:
    """A reminder speaks of a silence; where anything has happened since, it is not mailed."""
    last = trail.of(about).last()
    return last is None or last.at.isoformat() == facts.get("since")


KINDS = [
    *(
        Kind(step.notice, label=verbs.VERBS[step.verb], urgent=step.slug in URGENT, always=step.slug in ALWAYS)
        for step in workflow.STEPS
    ),
    Kind("endorsement.assigned", label=_("You are asked to read a case"), always=True),
    Kind("endorsement.recused", label=_("A reader stands aside")),
    Kind("endorsement.paused", label=_("Stop reading: the case went back")),
    Kind("endorsement.commented", label=_("Comment on a case you are on"), cadence="daily"),
    Kind("endorsement.answered", label=_("Answer on a case you read")),
    Kind("endorsement.reviewed", label=_("A review was given")),
    Kind("endorsement.quiet", label=_("A case waits for you"), relevant=_is_as_quiet),
]

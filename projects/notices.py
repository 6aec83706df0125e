"""What projects tell people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pvehub.notifications import Kind

from . import lateness


def _is_still_due(project: Any, facts: dict[str, Any]) -> bool:
    """What was mended meanwhile, or a project that ended, is not mailed about."""
    return lateness.is_still_due(project, str(facts["rule_name"]), int(facts["row"]), str(facts["due_on"]))


def _still_stands_in(project: Any, facts: dict[str, Any]) -> bool:
    """Where another manager was named meanwhile, nobody stands in."""
    return str(project.manager.uid if project.manager else "") == str(facts.get("manager"))


KINDS = [
    Kind("projects.manager_changed", label=_("The manager of a project changed"), urgent=False, always=False),
    Kind("projects.member_added", label=_("You were put on the team of a project"), urgent=False, always=True),
    Kind(
        "projects.manager_left",
        label=_("A manager left: you stand in"),
        always=True,
        relevant=_still_stands_in,
    ),
    # The label stands in digests for projects of every confidentiality, so it says nothing.
    Kind("projects.followed_news", label=_("News from a country or theme you follow"), cadence="daily"),
    Kind("projects.diligence_due", label=_("The due diligence of a partner runs out"), relevant=_is_still_due),
    Kind("projects.context_due", label=_("A context analysis is due for review"), relevant=_is_still_due),
    Kind("projects.values_due", label=_("Values of an indicator are due"), relevant=_is_still_due),
]

"""What projects tell people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pvehub.notifications import Kind, on

from . import lateness


def _is_still_due(project: Any, facts: dict[str, Any]) -> bool:
    """What was mended meanwhile, or a project that ended, is not mailed about."""
    return lateness.is_still_due(project, str(facts["rule_name"]), int(facts["row"]), str(facts["due_on"]))


def _still_stands_in(project: Any, facts: dict[str, Any]) -> bool:
    """Where another manager was named meanwhile, nobody stands in."""
    return str(project.manager.uid if project.manager else "") == str(facts.get("manager"))


RUNS = _("You manage the project; after some days, you head its lead office.")

KINDS = on(
    _("Projects"),
    Kind(
        "projects.manager_changed",
        label=_("The manager of a project changed"),
        why=_("You manage the project from now on, or did until now."),
    ),
    Kind(
        "projects.member_added",
        label=_("You were put on the team of a project"),
        always=True,
        why=_("Somebody put you on the team of the project."),
    ),
    Kind(
        "projects.manager_left",
        label=_("A manager left: you stand in"),
        always=True,
        relevant=_still_stands_in,
        why=_("You head the lead office of the project, which would have no manager otherwise."),
    ),
    # The label stands in digests for projects of every confidentiality, so it says nothing.
    Kind(
        "projects.followed_news",
        label=_("News from a country or theme you follow"),
        cadence="daily",
        why=_("You follow a country or a theme."),
    ),
    Kind(
        "projects.diligence_due", label=_("The due diligence of a partner runs out"), relevant=_is_still_due, why=RUNS
    ),
    Kind("projects.context_due", label=_("A context analysis is due for review"), relevant=_is_still_due, why=RUNS),
    Kind("projects.values_due", label=_("Values of an indicator are due"), relevant=_is_still_due, why=RUNS),
)

"""How many records stand under a term, by kind, for one person: nothing is counted that they may not read."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _

from knowledge import kinds
from knowledge.models import Resource
from projects.models import Activity, OtherProject, Project
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

#: Where resources, and where projects, hold the terms of a list.
ON_RESOURCES: Final = {
    "themes": "themes",
    "drivers": "drivers",
    "target-groups": "target_groups",
    "stages": "stages",
    "audiences": "audiences",
}
#: Where the activities of projects hold them.
ON_ACTIVITIES: Final = {"intervention-tags": "interventions", "approach-tags": "approaches", "drivers": "drivers"}
ON_PROJECTS: Final = {"themes": "theme", "drivers": "driver", "target-groups": "target", "forms-of-ve": "form_of_ve"}


def records_of(user: User, term: Term) -> list[tuple[str, int]]:
    """(kind, how many) of what this person reads under the term; four queries at most, nothing for a kind without any."""
    found: list[tuple[Any, int]] = []
    meant = Term.objects.meaning(term.list, term.code).order_by().values("pk")
    if field := ON_RESOURCES.get(term.list):
        rows = Resource.objects.visible_to(user).filter(**{f"{field}__in": meant})
        sizes = dict(rows.order_by().values_list("kind").annotate(size=Count("pk", distinct=True)))
        found += [(kind.plural, sizes.get(kind.slug, 0)) for kind in kinds.KINDS]
    if facet := ON_PROJECTS.get(term.list):
        projects = Project.objects.visible_to(user).marked_whole_for(user)
        found.append((_("Projects"), projects.with_term(facet, term.list, term.code).count()))
    if field := ON_ACTIVITIES.get(term.list):
        whole = Project.objects.visible_to(user).marked_whole_for(user).filter(is_whole=True)
        activities = Activity.objects.filter(**{f"{field}__in": meant}, project__in=whole.order_by().values("pk"))
        found.append((_("Activities of projects"), activities.order_by().values("pk").distinct().count()))
    if term.list == "themes":
        others = OtherProject.objects.visible_to(user).filter(themes__in=meant).order_by()
        found.append((_("Projects of other organizations"), others.values("pk").distinct().count()))
    return [(str(label), size) for label, size in found if size]

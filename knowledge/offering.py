"""What others have learnt, offered to who writes a project; what its people made of it, as pages and frozen versions tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.models import Citation, Resource
from knowledge.workflow import USED, Stance
from projects.models import Project
from projects.sections import BY_SLUG
from pvehub.access.standings import read_many
from pvehub.audit import trail
from pvehub.people.models import User

#: Profiles and lines to say are looked up, not learnt from.
LEARNT_FROM: Final = ("lesson", "practice", "tool", "evaluation", "assessment", "research", "guidance", "legal-note")
#: Beside a form, on a page of its own, and those of which a reviewer is told that nobody opened them.
BESIDE, ALL, TOP = 3, 12, 3
#: Fewer are not counted of what is masked; and so many are named of what is not.
SEVERAL, NAMED = 3, 20
#: A team of more is not asked one by one who may open what.
TEAM = 12


def offered(user: User, project: Project, *, risks: Iterable[str] = (), but: Iterable[int] = ()) -> Any:
    """What this person may read and rely on today that helps with the project, the nearest first, without some."""
    rows = Resource.objects.visible_to(user).published().reliable(timezone.localdate())
    rows = rows.filter(kind__in=LEARNT_FROM).exclude(pk__in=list(but))
    return rows.useful_for(project, risks=risks).select_related("owner_office__parent")


def panel(
    user: User, project: Project, *, section: str = "", risks: Iterable[str] = (), most: int = BESIDE
) -> dict[str, Any]:
    """What stands beside a form of the project: what is offered, and what its people said so far. For who works on it."""
    said = list(Citation.objects.visible_to(user).of(project))
    found = list(offered(user, project, risks=risks, but=[row.resource_id for row in said])[:most])
    return {
        "project": project,
        "section": section,
        "offered": found,
        "said": [row for row in said if row.stance != Stance.MARKED],
        "marked": [row for row in said if row.stance == Stance.MARKED],
        "closed": closed_to_some(user, project, found),
    }


def closed_to_some(user: User, project: Project, resources: Sequence[Resource]) -> set[int]:
    """Those that not everybody on the team may open, so that nobody cites to colleagues what they cannot read. What all
    staff may read asks nothing."""
    tiered = [row.pk for row in resources if row.tier]
    people = {row.user_id: row.user for row in project.read_team()} if tiered else {}
    if project.manager is not None and tiered:
        people[project.manager.pk] = project.manager
    people.pop(user.pk, None)
    others = list(people.values())[:TEAM]
    if not others:
        return set()
    read_many(others)
    asked = Resource.objects.filter(pk__in=tiered)
    first, *more = [asked.visible_to(one).order_by().values_list("pk", Value(one.pk)) for one in others]
    seen = list(first.union(*more, all=True))
    return {pk for pk in tiered if len({person for key, person in seen if key == pk}) < len(others)}


def place_url(project: Project, kind: str, place: str) -> str:
    """Back to where it was said, if that is a place of the project; else to all that it considered."""
    if kind == "section" and place in BY_SLUG:
        return reverse("projects:project-section", args=[project.ref, place]) + "#evidence"
    if kind == "project":
        return project.get_absolute_url() + "#evidence"
    return reverse("knowledge:evidence-list", args=[project.ref])


def place_label(kind: str, place: str) -> str:
    """What the place is called, in the reader's language; nothing for the project as a whole."""
    return str(BY_SLUG[place].title) if kind == "section" and place in BY_SLUG else ""


def frozen(project: Project) -> list[dict[str, Any]]:
    """What the team made of what others have learnt, for a version that is frozen: by permanent numbers, without a title,
    so that the version tells nobody what they may not read. What is only kept for later is no word yet."""
    rows = Citation.objects.of(project).exclude(stance=Stance.MARKED)
    return [
        {
            "resource": str(row.resource.uid),
            "text": row.revision.number,
            "sha256": row.revision.sha256,
            "clause": row.clause,
            "stance": row.stance,
            "why": row.why,
            "place": [row.place_kind, row.place_id],
            "by": str(row.by.uid),
        }
        for row in rows
    ]


def considered(user: User, told: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same for one reader: what they may not read is left out, as if it had not been said. One query."""
    told = list(told)
    asked = Resource.objects.filter(uid__in=[row["resource"] for row in told])
    seen = Q(pk__in=asked.visible_to(user).values("pk")) | Q(pk__in=asked.tombstones_for(user).values("pk"))
    found = {str(one.uid): one for one in asked.filter(seen)} if told else {}
    return [
        {
            **row,
            "resource": found[row["resource"]],
            "label": Stance(row["stance"]).label,
            "place": place_label(*row["place"]),
            "is_set_aside": row["stance"] == Stance.NOT_RELEVANT,
            "is_used": row["stance"] in USED,
        }
        for row in told
        if row["resource"] in found
    ]


def unopened(user: User, project: Project, told: Iterable[Mapping[str, Any]]) -> list[Resource]:
    """Of the few that stand nearest to the project, those that nobody on its team ever opened nor said a word on; only what
    this reader and its manager may both read, so that nobody is asked for what they could not see."""
    spoken = {row["resource"] for row in told}
    rows = offered(user, project)
    if project.manager is not None:
        rows = rows.filter(pk__in=Resource.objects.visible_to(project.manager).values("pk"))
    top = [row for row in rows[: TOP + len(spoken)] if str(row.uid) not in spoken][:TOP]
    team = {row.user.uid for row in project.read_team()} | ({project.manager.uid} if project.manager else set())
    opened = trail.opened_among(Resource, [row.pk for row in top], by=team) if top else set()
    return [row for row in top if row.pk not in opened]


def uses(user: User, resource: Resource, *, whole: bool) -> dict[str, Any]:
    """In how many projects that this person can open it was used, and what came of it. Of a masked origin only the number is
    told, and only of several: one project would say where it comes from."""
    rows = Citation.objects.uses_seen_by(user, resource)
    if resource.is_masked and not whole:
        count = rows.count()
        return {"count": count if count >= SEVERAL else 0, "rows": [], "more": 0, "outcomes": []}
    found = list(rows.select_related("project"))
    mine = Project.objects.whole_for(user).filter(pk__in=[row.project_id for row in found[:NAMED]]) if found else ()
    read = {project.pk for project in mine}
    named = [{"use": row, "is_whole": row.project_id in read} for row in found[:NAMED]]
    return {"count": len(found), "rows": named, "more": len(found) - len(named), "outcomes": _outcomes(found)}


def _outcomes(rows: Sequence[Citation]) -> list[str]:
    """How it went in these projects, in words with numbers."""
    number = {name: sum(row.outcome == name for row in rows) for name in ("helped", "none", "harmed")}
    said = {
        "helped": _("it helped in %(n)d"),
        "none": _("it made no difference in %(n)d"),
        "harmed": _("it did harm in %(n)d"),
    }
    return [said[name] % {"n": n} for name, n in number.items() if n]

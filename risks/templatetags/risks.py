"""The cards of the registers for the roof: home and the project page."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone

from projects import permissions as projects
from projects.models import Project
from pvehub.people.models import User
from risks import guards, permissions, scoring, triggers
from risks.covering import today_of
from risks.models import BrokenPosition, Register, Risk

register = template.Library()

BAND_KINDS = {"low": "ok", "medium": "info", "high": "warn", "very_high": "danger", "extreme": "danger"}
STATE_KINDS = {
    "requested": "info",
    "granted": "ok",
    "declined": "danger",
    "lapsed": "warn",
    "expired": "warn",
    "draft": "neutral",
    "open": "info",
    "materialised": "danger",
    "planned": "neutral",
    "under_way": "info",
    "done": "ok",
    "asked": "info",
    "confirmed": "ok",
    "returned": "warn",
}
SHOWN = 5


@register.inclusion_tag("risks/_band.html")
def band(value: str) -> dict[str, Any]:
    """A band as a word with its colour."""
    return {"word": scoring.Band(value).label if value else "", "kind": BAND_KINDS.get(value, "neutral")}


@register.filter
def state_kind(value: str) -> str:
    """The kind of pill that a state of a risk, an acceptance or a measure has."""
    return STATE_KINDS.get(value, "neutral")


@register.filter
def impact_word(impact: int) -> Any:
    """What a number of the impact scale is called."""
    return scoring.IMPACTS[impact]


@register.filter
def sees_portfolio(user: User) -> bool:
    """Whether the tab of the portfolio is for this person."""
    return permissions.why_not_open_portfolio(user) is None


@register.filter
def position_band(risk: Risk, position: str) -> str:
    """The band of a risk in a position; nothing where it is not rated."""
    return getattr(risk.assessment, f"{position}_band") if risk.assessment else ""


@register.inclusion_tag("risks/_project_register.html", takes_context=True)
def project_register(context: RequestContext, project: Project) -> dict[str, Any]:
    """The register on the project page: how many risks in which band, what nobody has assumed, what is to be answered."""
    user = context["user"]
    reads = context.get("reads") or projects.reads(user, project)  # the project's own page has asked already
    if reads == "open":
        return {"is_shown": False}
    found = Register.objects.visible_to(user).with_places().with_hidden(user).of_project(project).first()
    if found is None:
        is_there = Register.objects.of_project(project).exists()
        why_not = permissions.why_not_open(user, project)
        shown = {"is_shown": not is_there and not why_not, "project": project, "why_not": why_not}
        return shown | {"may_copy": shown["is_shown"] and _may_copy(project, user)}
    rows = found.risks.visible_to(user).live().with_rating().with_treatments().select_related("assessment__matrix")
    risks, today = list(rows), today_of(found)
    bands = [risk.assessment.current_band for risk in risks if risk.assessment]
    counts = [{"band": value, "n": bands.count(value)} for value in reversed(scoring.Band.values) if value in bands]
    return {
        "is_shown": True,
        "project": project,
        "may_copy": not risks and reads == "working" and _may_copy(project, user),
        "register": found,
        "counts": counts,
        "total": len(risks),
        "unrated": len(risks) - len(bands),
        "uncovered": [risk for risk in risks if guards.is_bare(risk, today)],
        "broken": list(BrokenPosition.objects.standing().filter(risk__register=found).with_risk()),
        "late": sum(1 for risk in risks if risk.next_review_on and risk.next_review_on < today),
        "hidden": found.hidden,
        "unanswered": sum(asked.is_open for asked in triggers.screening(found, today, context.get("record"))),
    }


def _may_copy(project: Project, user: Any) -> bool:
    """Whether the project continues another whose register this person may take along."""
    if project.replicated_from_id is None:
        return False
    source = Register.objects.visible_to(user).with_places().filter(project=project.replicated_from_id).first()
    return source is not None and permissions.why_not_copy(user, source, project) is None


@register.inclusion_tag("risks/_risks_in.html", takes_context=True)
def risks_in(context: RequestContext, project: Project, *categories: str) -> dict[str, Any]:
    """Beside a section of the project: the open risks of these categories that this person may read; one query."""
    rows = Risk.objects.visible_to(context["user"]).live().filter(register__project=project)
    rows = rows.filter(category__code__in=categories).select_related("register__project", "category", "assessment")
    return {"risks": list(rows.by_urgency())}


@register.simple_tag(takes_context=True)
def risk_categories(context: RequestContext, project: Project) -> list[str]:
    """The codes of the categories in which a project has a risk that this person may read; for what other rooms offer
    beside the project. One query."""
    rows = Risk.objects.visible_to(context["user"]).live().filter(register__project=project)
    return list(rows.order_by("category__code").values_list("category__code", flat=True).distinct())


@register.inclusion_tag("risks/_overdue_risks.html", takes_context=True)
def overdue_risks(context: RequestContext) -> dict[str, Any]:
    """On the desk: the risks this person answers for that are past their review; one query."""
    user, today = context["user"], timezone.localdate()
    rows = Risk.objects.visible_to(user).overdue(today).answered_by(user).by_review()
    found = list(rows.select_related("register__project", "register__office", "assessment")[: SHOWN + 1])
    return {"risks": found[:SHOWN], "more": len(found) > SHOWN, "today": today}

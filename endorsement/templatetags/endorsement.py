"""The cards of endorsement for the roof: home and the project page."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement import guards, permissions, showing
from endorsement.models import Case, Report, SupportRequest
from endorsement.workflow import IN_GOOD_STANDING
from projects.workflow import ENDED
from pvehub import access

register = template.Library()
FEW = 8


def _begin(kinds: list[Any]) -> Any:
    """The words that lead on to an amendment, or to the emergency track of a first passage."""
    if "amendment" in kinds:
        return _("Ask for an amendment or an extension")
    return _("It is an emergency") if "emergency" in kinds else None


def _rows(cases: Any, user: Any) -> list[dict[str, Any]]:
    standing = access.standing(user)
    return [{"case": case, "label": showing.status_label(case, standing)} for case in cases]


def _desk(request: Any) -> tuple[list[Case], list[Case]]:
    """The cases of the person's desk, read once for both of its parts."""
    if not hasattr(request, "cases_of_the_desk"):
        request.cases_of_the_desk = showing.cases_of_the_desk(request.user, FEW)
    found: tuple[list[Case], list[Case]] = request.cases_of_the_desk
    return found


@register.inclusion_tag("endorsement/_cases_awaiting_me.html", takes_context=True)
def cases_awaiting_me(context: template.Context) -> dict[str, Any]:
    """Cases whose next step this person takes: what, since when, due. One query with those that wait on others."""
    cases, _others = _desk(context["request"])
    return {
        "rows": _rows(cases[:FEW], context["request"].user),
        "is_more": len(cases) > FEW,
        "url": reverse("endorsement:case-list"),
    }


@register.inclusion_tag("endorsement/_cases_waiting_on_others.html", takes_context=True)
def cases_waiting_on_others(context: template.Context) -> dict[str, Any]:
    """Cases this person works on whose next step is somebody else's, and whose."""
    _mine, cases = _desk(context["request"])
    return {"rows": _rows(cases, context["request"].user), "url": f"{reverse('endorsement:case-list')}?turn=all"}


@register.inclusion_tag("endorsement/_dues_awaiting_me.html", takes_context=True)
def dues_awaiting_me(context: template.Context) -> dict[str, Any]:
    """Reports, questions and conditions whose next word is this person's. One query."""
    today = timezone.localdate()
    rows = showing.dues(context["request"].user, today, FEW + 1)
    return {"rows": rows[:FEW], "is_more": len(rows) > FEW, "today": today}


@register.inclusion_tag("endorsement/_project_case.html", takes_context=True)
def project_case(context: template.Context, project: Any) -> dict[str, Any]:
    """Where the project's case stands and what can be done; nothing for who may not see the case."""
    user = context["request"].user
    seen = showing.seen(context["request"], project)
    case = seen.leading
    kinds = permissions.kinds_for(user, project)
    may_open = (case is None or case.turn == "nobody") and "new" in kinds
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "project": project,
        "case": case,
        "label": showing.status_label(case, access.standing(user)) if case else "",
        "buttons": showing.buttons(case, user) if case else [],
        "may_open": may_open,
        "suspension": showing.suspension(case) if case and project.status == "suspended" else None,
        "beside": seen.beside,
        "begin": _begin(kinds),
        "until": guards.ends_on(case) if case and case.status in IN_GOOD_STANDING else None,
        "acts": showing.acts(project, case, user),
        "start": guards.to_activate(project) if case and project.status == "endorsed" else [],
        "is_overridden": case is not None and project.override_until_at is not None,
    }


@register.filter
def support_pill(state: str) -> str:
    """The kind of mark a question's state is shown with."""
    return showing.SUPPORT_PILL[state]


@register.inclusion_tag("endorsement/_project_support.html", takes_context=True)
def project_support(context: template.Context, project: Any) -> dict[str, Any]:
    """The way to ask headquarters about it and to what was asked, for who works on the project; no query of its own."""
    if permissions.why_not_ask_about(context["request"].user, project):
        return {}
    return {"project": project, "may_ask_trd": permissions.why_not_ask_kind(project, SupportRequest.Kind.TRD) is None}


@register.inclusion_tag("endorsement/_project_reports.html", takes_context=True)
def project_reports(context: template.Context, project: Any, reads: str) -> dict[str, Any]:
    """What the project has reported and owes, for who reads its reports; its own people plan more. One query."""
    user = context["request"].user
    reports = list(Report.objects.visible_to(user).asked_for().filter(project=project).in_order())
    for report in reports:
        report.project = project
    return {
        "rows": [showing.report_row(report, timezone.localdate()) for report in reports],
        "project": project,
        "may_ask": reads == "working" and project.status not in ENDED,
    }

"""The decide page, and the two words that can be said on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from endorsement import actions, guards, permissions, showing
from endorsement.actions.deciding import Wanted
from endorsement.forms import RefuseForm
from endorsement.forms.desk import conditions
from endorsement.forms.kinds import EndorseUntilForm
from endorsement.models import Case, Submission
from pvehub import access
from pvehub.people.models import User
from pvehub.ui.htmx import render_page

from ._loading import entitled, told
from ._words import Kept, kept, words_in
from .reading import difference, of_the_version


def owners(case: Case) -> Any:
    """Who can be asked to see to a condition: team, officers and head of the lead office, the lead of the review."""
    members = case.project.members.live().values("user")
    people = User.objects.filter(pk__in=access.people_holding("edit_projects", case.project.lead_office).values("pk"))
    people = people | User.objects.filter(pk__in=[case.project.manager_id, case.lead_id, case.author_id])
    return (people | User.objects.filter(pk__in=members)).filter(is_active=True).distinct().order_by("sort_key", "pk")


def _page(request: HttpRequest, case: Case, status: int = 200, **forms: Any) -> HttpResponse:
    seen = {"seen": case.current_submission.sha256 if case.current_submission else ""}
    words = kept(request, case, "decide")
    context = {
        "case": case,
        "endorse_form": forms.get("endorse") or EndorseUntilForm(initial={**words.part("endorse"), **seen}),
        "refuse_form": forms.get("refuse") or RefuseForm(initial={**_refusal(words), **seen}),
        "formset": forms.get("formset") or conditions(owners(case), words=words.plain),
        "is_refusing": "refuse" in forms or bool(words.part("refuse") and not words.part("endorse")),
        "kept": words,
        "why_not": permissions.why_not_decide(request.user, case),
        "seat": permissions.seat_label(case),
        "blockers": guards.to_endorse(case, request.user),
        **_beside(request.user, case),
    }
    return render_page(request, "endorsement/case_decide.html", context, status=status)


def _refusal(words: Kept) -> dict[str, Any]:
    """What was typed into the form that refuses; its red lines are ticks."""
    part = words.part("refuse")
    return {name: text.split("\n") if name == "red_lines" else text for name, text in part.items()}


def _beside(user: User, case: Case) -> dict[str, Any]:
    """What lies beside the forms: the version with its threads, and everything that speaks of it."""
    told_of = of_the_version(case, user)
    shown = showing.sections(case.current_submission, showing.threads(case, user))
    return {
        **told_of,
        "owed": guards.owed(case),
        "baseline": showing.against_baseline(case, user) if case.has_baseline else None,
        "sections": showing.placed(shown, told_of["findings"]),
        "clearances": showing.clearances(case, user),
        "risks": showing.risks_to_assume(case, user),
        "earlier": showing.earlier_conditions(case, user),
        "similar": showing.similar(case, user),
        "resources": showing.resources(case, user),
        "proposal": showing.proposal(case, user),
    }


@require_safe
def case_decide(request: HttpRequest, ref: str) -> HttpResponse:
    """The version, what its readers say, what remains as risk, and the two forms."""
    case = entitled(request, ref, "endorse")
    return _page(request, case)


@require_POST
@access.once
def case_endorse(request: HttpRequest, ref: str) -> HttpResponse:
    """Endorse the version whose hash the page carried; with conditions when rows of them are filled."""
    case = entitled(request, ref, "endorse")
    form, formset = EndorseUntilForm(request.POST), conditions(owners(case), request.POST)
    if not (form.is_valid() and formset.is_valid()):
        return _page(request, case, endorse=form, formset=formset)
    wanted = [Wanted(**row.cleaned_data) for row in formset if row.cleaned_data.get("text", "").strip()]
    try:
        actions.endorse(case, by=request.user, conditions=wanted, **form.cleaned_data)
    except access.Unmet as problem:
        return _page(request, case, status=409, endorse=told(form, problem), formset=formset)
    except access.Moved as problem:
        return _too_late(request, case, problem, form.cleaned_data["seen"])
    messages.success(request, _("Endorsed. The letter is ready; everyone on the case has been told."))
    return redirect(case)


@require_POST
@access.once
def case_refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """Refuse the version whose hash the page carried."""
    case = entitled(request, ref, "refuse")
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, case, refuse=form)
    try:
        actions.refuse(case, by=request.user, **form.cleaned_data)
    except access.Unmet as problem:
        return _page(request, case, status=409, refuse=told(form, problem))
    except access.Moved as problem:
        return _too_late(request, case, problem, form.cleaned_data["seen"])
    messages.success(request, _("Not endorsed. The letter is ready; everyone on the case has been told."))
    return redirect(case)


def _too_late(request: HttpRequest, case: Case, problem: access.Moved, seen: str) -> HttpResponse:
    """409: who was there before, or how the version differs; the typed words are shown and kept as a draft."""
    actions.keep_words(case, "decide", by=request.user, words=words_in(request.POST))
    case.refresh_from_db()
    read = Submission.objects.filter(case=case, sha256=seen).first()
    now = case.current_submission
    moved = isinstance(problem, actions.VersionMoved)
    fields = difference(read, now) if moved and read and now and read.pk != now.pk else []
    context = {"case": case, "problem": problem, "fields": fields, "old": read, "new": now}
    return render_page(request, "endorsement/case_moved.html", context, status=409)

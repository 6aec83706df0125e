"""What is prepared for the deciding seat: the lead's proposal, resources weighed, and words kept while they are typed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from endorsement import actions, permissions, showing
from endorsement.actions.deciding import Wanted
from endorsement.forms import desk as forms
from endorsement.models import Case
from knowledge import search
from knowledge.models import Citation, Resource
from pvehub import access
from pvehub.ui.htmx import render_page

from . import _words
from ._loading import told, visible
from .deciding import owners


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_propose(request: HttpRequest, ref: str) -> HttpResponse:
    """The lead drafts the decision for the seat, on the version that is on the table."""
    case = visible(request, ref)
    access.require(permissions.why_not_propose(request.user, case))
    if request.method != "POST":
        return _proposing(request, case)
    form, rows = forms.ProposalForm(request.POST), forms.conditions(owners(case), request.POST)
    if not (form.is_valid() and rows.is_valid()):
        return _proposing(request, case, form, rows)
    wanted = [Wanted(**row.cleaned_data) for row in rows if row.cleaned_data.get("text", "").strip()]
    try:
        actions.propose(case, by=request.user, conditions=wanted, **form.cleaned_data)
    except access.Unmet as problem:
        return _proposing(request, case, told(form, problem), rows, status=409)
    messages.success(request, _("Kept. The deciding seat finds it on its page and can take it over."))
    return redirect(case)


def _proposing(
    request: HttpRequest, case: Case, form: forms.ProposalForm | None = None, rows: object = None, status: int = 200
) -> HttpResponse:
    """The page with what was sent, else with the draft, else with the proposal there is."""
    there, kept = showing.proposal(case, request.user), _words.kept(request, case, "propose")
    words = {**actions.proposed(there), **kept.plain}
    seen = {"seen": case.current_submission.sha256, "revision": there.revision if there else 0}
    context = {
        "case": case,
        "form": form or forms.ProposalForm(initial={**words, **seen}),
        "formset": rows or forms.conditions(owners(case), words=words),
        "kept": kept,
        "reviews": showing.reviews(case, request.user),
        "risks": showing.risks_to_assume(case, request.user),
    }
    return render_page(request, "endorsement/case_propose.html", context, status=status)


@require_POST
@access.once
def proposal_take(request: HttpRequest, ref: str) -> HttpResponse:
    """The seat takes the proposal over into its own draft; nothing is decided by that."""
    case = visible(request, ref)
    actions.take_proposal(case, by=request.user)
    messages.success(request, _("Taken over into your draft. Nothing is decided yet: read it, change it, then decide."))
    return redirect(_words.page_of(case, "decide") + "#decide")


@require_safe
def case_resources(request: HttpRequest, ref: str) -> HttpResponse:
    """Resources weighed for the case, those like it, and those in which words stand; for headquarters."""
    case = visible(request, ref)
    access.require(permissions.why_not_read_desk(request.user, case))
    words = request.GET.get("q", "").strip()[:200]
    found = search.ask(words, by=request.user, among=_readable(request), limit=10).rows if words else []
    context = {
        "case": case,
        "resources": showing.resources(case, request.user),
        "q": words,
        "found": found,
        "may_cite": permissions.why_not_cite(request.user, case) is None,
    }
    return render_page(request, "endorsement/case_resources.html", context)


def _readable(request: HttpRequest) -> object:
    return Resource.objects.visible_to(request.user).published()


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def citation_write(request: HttpRequest, ref: str, uid: UUID) -> HttpResponse:
    """Cite one resource for the case, or put it aside, with a word why."""
    case = visible(request, ref)
    access.require(permissions.why_not_cite(request.user, case))
    resource = get_object_or_404(_readable(request), uid=uid)
    there = Citation.objects.internal_at("case", case.ref).filter(resource=resource).first()
    initial = {"stance": there.stance, "why": there.why} if there else {}
    form = forms.CitationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.cite(case, resource, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. The deciding seat reads it beside the case."))
        return redirect("endorsement:case-resources", case.ref)
    context = {"case": case, "resource": resource, "form": form}
    return render_page(request, "endorsement/citation_write.html", context)


@require_POST
@access.once
def case_words(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """Words of a form that are not sent yet: one field for the script, the whole form for the button that works without."""
    case = visible(request, ref)
    access.require(permissions.why_not_keep(request.user, case, form))
    if not _words.is_known(form):
        return JsonResponse({"sentence": _("There is no such form.")}, status=400)
    name = request.POST.get("field", "")
    if not name:
        actions.keep_words(case, form, by=request.user, words=_words.words_in(request.POST))
        messages.success(request, _("Kept as your draft. Nobody else sees it."))
        return redirect(_words.page_of(case, form))
    if not _words.is_word(name):
        return JsonResponse({"sentence": _("No such field.")}, status=400)
    text, seen = "\n".join(request.POST.getlist("text")).replace("\r\n", "\n"), request.POST.get("revision", "")
    draft, is_beside = actions.keep_word(case, form, by=request.user, name=name, text=text, seen=seen)
    at = time_format(timezone.localtime(draft.kept_at), "H:i")
    told_back = {"revision": actions.token(draft.words, name), "saved_at": at}
    return JsonResponse(told_back, status=409 if is_beside else 200)

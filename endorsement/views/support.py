"""Questions to headquarters: both sides' list, asking, taking over, handing on, answering, taking back."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from endorsement import actions, permissions, showing
from endorsement.filters import SupportFilter
from endorsement.forms import ReasonForm
from endorsement.forms.support import AskForm, HandOnForm, ReplyForm, WriteOnForm
from endorsement.models import SupportRequest
from endorsement.querysets import ANSWERING
from projects.models import Project
from pvehub import access
from pvehub.people.models import Country, Office, User
from pvehub.ui.components import Tab
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of, url_of

from ._loading import told


def _loaded(request: HttpRequest, number: int) -> SupportRequest:
    """The question, if this person reads it; else 404."""
    rows = SupportRequest.objects.visible_to(request.user)
    rows = rows.select_related("office", "project", "country", "owner", "asked_by", "answered_by")
    found: SupportRequest = get_object_or_404(rows.prefetch_related("project__partner_offices"), number=number)
    return found


@require_safe
def support_list(request: HttpRequest) -> HttpResponse:
    """Questions whose next word is mine, or all I read; the url is the filter."""
    is_all = request.GET.get("turn") == "all"
    rows = SupportRequest.objects.visible_to(request.user) if is_all else SupportRequest.objects.awaiting(request.user)
    filterset = SupportFilter(request.GET, queryset=rows, request=request)
    context = {
        "page": page_of(filterset.qs.for_list(), request),
        "filterset": filterset,
        "tabs": [
            Tab(str(showing.MY_TURN), url_of(request, turn="", page=""), current=not is_all),
            Tab(_("All questions"), url_of(request, turn="all", page=""), current=is_all),
        ],
        "is_all": is_all,
        "may_ask": permissions.why_not_ask_at_all(request.user) is None,
        "pills": showing.SUPPORT_PILL,
    }
    return render_page(request, "endorsement/support_list.html", context, fragment="endorsement/_support_list.html")


def _project(request: HttpRequest) -> Project | None:
    """The project named in the url; 404 where this person cannot see it."""
    rows = Project.objects.visible_to(request.user).select_related("lead_office").prefetch_related("partner_offices")
    ref = request.GET.get("project", "")
    return get_object_or_404(rows, ref=ref) if ref else None


def answerers(office: Office, *perms: str) -> QuerySet[User]:
    """Who answers questions of this office, of any kind, and does not serve there."""
    people = {person.pk for perm in perms or ANSWERING.values() for person in access.people_holding(perm, office)}
    return User.objects.filter(pk__in=people).exclude(pk__in=User.objects.serving(office)).order_by("sort_key", "pk")


def _form(request: HttpRequest, project: Project | None) -> AskForm:
    data = request.POST or None
    initial = {"kind": request.GET.get("kind", "")}
    if project is not None:
        return AskForm(data, people=answerers(project.lead_office), initial=initial)
    standing = access.standing(request.user)
    mine = {*(standing.offices("submit_cases") or ()), *(standing.offices("clear_cases") or ())}
    offices = Office.objects.filter(pk__in=mine).order_by("code", "pk")
    first = offices[0]
    regions = Q(region__in=[office.pk for office in offices]) | Q(region__in=[office.parent_id for office in offices])
    initial |= {"office": first.pk, "country": first.country_id}
    countries = Country.objects.filter(regions).order_by("name_en", "pk")
    return AskForm(data, people=answerers(first), offices=offices, countries=countries, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def support_ask(request: HttpRequest) -> HttpResponse:
    """Ask TRD or an M&E adviser, about a project named in the url or about a country."""
    project, status = _project(request), 200
    access.require(
        permissions.why_not_ask_about(request.user, project)
        if project
        else permissions.why_not_ask_at_all(request.user)
    )
    form = _form(request, project)
    if request.method == "POST" and form.is_valid():
        said = {"office": project.lead_office} if project else {}
        try:
            asked = actions.ask_headquarters(by=request.user, project=project, **said, **form.cleaned_data)
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Asked. You are told as soon as somebody answers or asks back."))
            return redirect(asked)
    return render_page(request, "endorsement/support_ask.html", {"form": form, "project": project}, status=status)


@require_safe
def support_detail(request: HttpRequest, number: int) -> HttpResponse:
    """The question, what was said, whose word is next, and what this person may do."""
    asked = _loaded(request, number)
    context = {
        "asked": asked,
        "project": showing.about(asked, request.user),
        "pill": showing.SUPPORT_PILL[asked.state],
        "said": showing.said(asked),
        "may": showing.may(asked, request.user),
        "events": showing.happened(asked),
        "resource": asked.resource if _reads_the_text(request, asked) else None,
    }
    return render_page(request, "endorsement/support_detail.html", context)


def _reads_the_text(request: HttpRequest, asked: SupportRequest) -> bool:
    texts = SupportRequest._meta.get_field("resource").related_model.objects
    rows = texts.visible_to(request.user).told_origin_of(request.user)
    return asked.resource_id is not None and rows.filter(pk=asked.resource_id).exists()


@require_POST
@access.once
def support_take(request: HttpRequest, number: int) -> HttpResponse:
    """From now on it is mine."""
    asked = actions.take_over(_loaded(request, number), by=request.user, seen=request.POST.get("seen"))
    messages.success(request, _("It is yours now. Who asked has been told."))
    return redirect(asked)


def _page(request: HttpRequest, asked: SupportRequest, form: Any, title: str, status: int) -> HttpResponse:
    context = {"asked": asked, "form": form, "title": title, "said": showing.said(asked)}
    return render_page(request, "endorsement/support_write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def support_hand_on(request: HttpRequest, number: int) -> HttpResponse:
    """To somebody else who answers such questions."""
    asked, status = _loaded(request, number), 200
    access.require(permissions.why_not_answer_for(request.user, asked))
    form = HandOnForm(request.POST or None, people=answerers(asked.office, ANSWERING[asked.kind]))
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_on(asked, form.cleaned_data["person"], by=request.user)
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Handed on. Both sides have been told."))
            return redirect("endorsement:support-list")
    return _page(request, asked, form, _("Hand the question on"), status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def support_reply(request: HttpRequest, number: int) -> HttpResponse:
    """The owner answers, or asks back."""
    asked, status = _loaded(request, number), 200
    access.require(permissions.why_not_answer_for(request.user, asked))
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.answer_question if form.cleaned_data["act"] == "answer" else actions.ask_back
        try:
            act(asked, by=request.user, text=form.cleaned_data["text"])
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Sent to who asked."))
            return redirect(asked)
    return _page(request, asked, form, _("Answer or ask back"), status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def support_write(request: HttpRequest, number: int) -> HttpResponse:
    """The mission writes on."""
    asked, status = _loaded(request, number), 200
    access.require(permissions.why_not_speak(request.user, asked))
    form = WriteOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_on(asked, by=request.user, text=form.cleaned_data["text"])
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Sent to headquarters."))
            return redirect(asked)
    return _page(request, asked, form, _("Write on"), status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def support_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """The mission takes its question back."""
    asked = _loaded(request, number)
    access.require(permissions.why_not_speak(request.user, asked))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_question(asked, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Taken back."))
        return redirect(asked)
    return _page(request, asked, form, _("Take the question back"), 200)


@require_POST
@access.once
def support_keep(request: HttpRequest, number: int) -> HttpResponse:
    """The answer as the draft of a lesson, to be rewritten at once."""
    resource = actions.keep_answer(_loaded(request, number), by=request.user)
    messages.success(request, _("A draft that only you read so far. Take out what belongs to this one case alone."))
    return redirect(reverse("knowledge:resource-edit", args=[resource.uid]))

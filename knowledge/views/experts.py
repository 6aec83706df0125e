"""Who knows what: the directory, one's own entry in it, names while one types, missions that are alike."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from knowledge import actions, checks, conversing, matching, permissions
from knowledge.forms.naming import serving
from knowledge.forms.talking import ExpertFilterForm, ExpertiseForm
from knowledge.models import Expertise
from knowledge.views.talking import one
from pvehub import access
from pvehub.people.models import Office, Posting
from pvehub.ui.paging import page_of


def _with_offices(rows: list[Expertise]) -> list[Expertise]:
    """Each with the offices where the person serves today and the languages by name; one query."""
    live = Posting.objects.live().filter(user__in=[row.user_id for row in rows]).select_related("office")
    places: dict[int, list[Office]] = {}
    for posting in live.order_by("starts_at", "pk"):
        offices = places.setdefault(posting.user_id, [])
        if posting.office not in offices:
            offices.append(posting.office)
    names = dict(checks.LANGUAGES)
    for row in rows:
        row.offices, row.spoken = places.get(row.user_id, []), [names[code] for code in row.languages if code in names]
    return rows


@require_safe
def expert_list(request: HttpRequest) -> HttpResponse:
    """Colleagues who want to be found by what they know."""
    form = ExpertFilterForm(request.GET)
    form.is_valid()
    asked, rows = form.cleaned_data, Expertise.objects.visible_to(request.user)
    for name, field in (("theme", "themes"), ("driver", "drivers")):
        if asked.get(name):
            rows = rows.with_any(field, term=asked[name])
    if asked.get("country"):
        rows = rows.with_any("countries", country=asked["country"])
    if asked.get("language"):
        rows = rows.filter(languages__contains=[asked["language"]])
    page = page_of(rows.for_list(), request)
    _with_offices(page.rows)
    return render(request, "knowledge/expert_list.html", {"page": page, "form": form})


@require_safe
def expert_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What one colleague says they know."""
    rows = Expertise.objects.visible_to(request.user).select_related("user")
    found = get_object_or_404(rows.prefetch_related("themes", "drivers", "countries"), user__uid=uid)
    return render(request, "knowledge/expert_detail.html", {"expert": _with_offices([found])[0]})


@require_http_methods(["GET", "HEAD", "POST"])
def expertise_edit(request: HttpRequest) -> HttpResponse:
    """Say what one knows, and whether one wants to be found by it."""
    access.require(permissions.why_not_talk(request.user))
    mine = Expertise.objects.filter(user=request.user).first()
    initial = {"languages": [request.user.language]}
    if mine:
        tags = {name: list(getattr(mine, name).all()) for name in ("themes", "drivers", "countries")}
        initial = {"is_listed": mine.is_listed, "languages": mine.languages, **tags}
    form = ExpertiseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: list(value) if name != "is_listed" else value for name, value in form.cleaned_data.items()}
        actions.tell_expertise(by=request.user, **given)
        messages.success(request, _("Saved."))
        return redirect("knowledge:expertise-edit")
    facts = {"form": form, "mine": mine}
    return render(request, "knowledge/expertise_edit.html", facts, status=422 if form.is_bound else 200)


@require_safe
def discussion_people(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Names that go on as the last one typed does, of people who may read the discussion and of nobody else."""
    discussion = one(request, uid)
    before, _comma, last = request.GET.get("named", "")[:300].rpartition(",")
    word, found = last.strip().lstrip("@"), []
    if len(word) > 1:
        people = serving().filter(name__icontains=word).exclude(pk=request.user.pk).order_by("sort_key", "pk")
        found = actions.readers(discussion, people[: 2 * conversing.OFFERED])[: conversing.OFFERED]
    kept = f"{before.strip()}, " if before.strip() else ""
    named = [f"{kept}{person.name} ({person.first_office().code})" for person in found]
    return render(request, "knowledge/_offered_names.html", {"names": named})


@require_safe
def peer_list(request: HttpRequest) -> HttpResponse:
    """Missions that have to do with the same things as one's own, or as the one that was chosen, and why."""
    access.require(permissions.why_not_talk(request.user))
    missions = list(Office.objects.missions().by_name())
    own = [posting.office for posting in access.standing(request.user).postings]
    asked = [office for office in missions if office.code == request.GET.get("office")]
    chosen = (asked or [office for office in own if office.kind == Office.Kind.MISSION] or missions)[:1]
    peers = matching.peers_of(chosen[0])[:20] if chosen else []
    facts = {"missions": missions, "chosen": chosen[0] if chosen else None, "peers": peers}
    return render(request, "knowledge/peer_list.html", facts)

"""Filling in a section: the form, its drafts, and the choice between two texts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pvehub import access
from pvehub.ui.htmx import render_page
from pvehub.vocabulary.models import Term

from .. import actions, cautions, classifying, content, covering, permissions
from ..forms import SectionForm, raw_given, settled, why
from ..models import FieldDraft, Project
from ..rowsets import ROWSETS
from ..sections import BY_SLUG, FIELDS, SECTIONS, Field, Kind, Section
from ..tokens import Seen
from . import changes, holding, rowdrafts
from .loading import visible


def _section(slug: str) -> Section:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


@login_not_required  # a form sent after the session has ended must not lose its text; everything else is sent to sign-in
@require_http_methods(["GET", "HEAD", "POST"])
def project_section(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One section as a form. Saving keeps what is right, says what is wrong, and never loses what was typed."""
    if not request.user.is_authenticated:
        return _held(request, slug)
    project, section = visible(request, ref), _section(slug)
    access.require(permissions.why_not_edit(request.user, project, slug))
    if request.method != "POST":
        return _page(request, project, section)
    form = SectionForm(request.POST, record=content.read(project), section=section)
    if not form.is_valid():
        actions.keep_drafts(project, raw_given(request.POST, section), by=request.user)
        return _page(request, project, section, form, status=422)
    saved = actions.save_fields(project, slug, form.given(), by=request.user)
    return _after(request, saved, section)


def _after(request: HttpRequest, saved: actions.Saved, section: Section) -> HttpResponse:
    if saved.tier_raised:
        messages.warning(
            request, _("A target group is restricted: the project is now read by its offices and TRD only.")
        )
    if saved.conflicts:
        return _conflict_page(request, saved, section)
    if saved.changed:
        changes.say(request, saved.project, saved.changed)
    if "stay" in request.POST:
        return redirect("projects:project-section", saved.project.ref, section.slug)
    if "next" in request.POST:
        order = [each.slug for each in SECTIONS]
        following = order[order.index(section.slug) + 1 :]
        if following:
            return redirect("projects:project-section", saved.project.ref, following[0])
    return redirect("projects:project-tasks", saved.project.ref)


def _page(
    request: HttpRequest, project: Project, section: Section, form: SectionForm | None = None, status: int = 200
) -> HttpResponse:
    record = form.record if form else content.read(project)
    kept = list(FieldDraft.objects.filter(project=project, user=request.user, section=section.slug).order_by("pk"))
    drafts = [draft for draft in kept if draft.field in FIELDS]
    codes = {item.question for item in section.fields if item.question}
    questions = {term.code: term for term in Term.objects.filter(list="review-questions", code__in=codes)}
    form = SectionForm(form.data if form else None, record=record, section=section, drafts=drafts, questions=questions)
    context = {
        "project": project,
        "section": section,
        "form": form,
        "parts": _parts(project, section, form, questions),
        "drafts": drafts,
        "row_drafts": rowdrafts.told(project, kept),
        "saved_at": max((draft.updated_at for draft in drafts), default=None),
        "held": holding.signed(request.user, project, section.slug),
        "rules": [str(rule) for rule in classifying.RULES],
        "proposal": content.proposal(record) if section.slug == "classification" else None,
        "missing": content.missing_in(record, section),
        "cautions": cautions.in_section(
            [*cautions.of(record, timezone.localdate()), *cautions.wording(record)], section.slug
        ),
    }
    return render_page(request, "projects/project_section.html", context, status=status)


def _parts(project: Project, section: Section, form: SectionForm, questions: dict[str, Term]) -> list[dict[str, Any]]:
    """Fields and tables of the section, in its order."""
    parts: list[dict[str, Any]] = []
    sums = cautions.sums(form.record)
    for item in section.fields:
        if item.kind != Kind.ROWS:
            parts.append({"bound": form[item.name], "item": item})
            continue
        rowset = ROWSETS[item.name]
        held = [row for row in form.record.rows[rowset.reverse] if rowset.holds(row)]
        rows = [{"row": row, "text": rowset.text(row), "url": rowset.edit_url(project, row)} for row in held]
        parts.append(
            {
                "rowset": rowset,
                "item": item,
                "rows": rows,
                "add_url": rowset.add_url(project),
                "why": why(item, questions.get(item.question)),
                "sum": sums.get(item.name, ""),
                "ahead": covering.ahead(project, item, form.record.data),
            }
        )
    return parts


def _held(request: HttpRequest, slug: str) -> HttpResponse:
    """The session has ended. A form that still carries its author's signed word leaves its text as that author's draft;
    it is shown to nobody else and restored in the form after the next sign-in. Then: to sign-in, whoever it is."""
    section = BY_SLUG.get(slug)
    if request.method == "POST" and section is not None and (found := holding.author_of(request, slug, slug)):
        project, author = found
        actions.keep_drafts(project, raw_given(request.POST, section), by=author)
    return holding.to_sign_in(request)


@require_POST
def project_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """One changed field, kept as a draft: JSON for the script that sends it on blur and every 15 seconds."""
    project, field = visible(request, ref), request.POST.get("field", "")
    access.require(permissions.why_not_edit(request.user, project))
    if field not in FIELDS or FIELDS[field].kind == Kind.ROWS:
        return JsonResponse({"sentence": _("No such field.")}, status=400)
    return holding.keep(request, project, field)


@require_POST
def project_discard(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """Let go of the unsaved texts of a section."""
    project, section = visible(request, ref), _section(slug)
    actions.discard_draft(project, section.slug, by=request.user)
    messages.success(request, _("Unsaved text discarded; the saved answers stand."))
    return redirect("projects:project-section", ref, slug)


def _conflict_page(request: HttpRequest, saved: actions.Saved, section: Section) -> HttpResponse:
    record = content.read(saved.project)
    drafts = FieldDraft.objects.filter(project=saved.project, user=request.user)
    known = dict(drafts.values_list("field", "revision"))
    pairs = []
    for conflict in saved.conflicts:
        item = FIELDS[conflict.field]
        seen = Seen.of(record.data[item.name], record.revisions[item.name], known.get(item.name, 0))
        sides = [("mine", _("Your text"), conflict.mine), ("theirs", conflict.who, conflict.theirs)]
        pairs.append({"item": item, "token": str(seen), "sides": [_side(item, *side) for side in sides]})
    context = {"project": saved.project, "section": section, "pairs": pairs, "saved": saved}
    return render_page(request, "projects/project_conflict.html", context, status=409)


def _side(item: Field, name: str, label: str, value: content.Data) -> dict[str, str]:
    raw = value if isinstance(value, str) else "\n".join(value)
    return {"name": name, "label": label, "words": content.words(item, value), "raw": raw}


@require_POST
def project_settle(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """One of two texts is chosen for each field; the other stays readable in the history."""
    project, section = visible(request, ref), _section(slug)
    access.require(permissions.why_not_edit(request.user, project, slug))
    chosen, dropped = settled(request.POST, section)
    form = SectionForm(chosen, record=content.read(project), section=section, only=set(dropped))
    if not form.is_valid():
        actions.keep_drafts(project, raw_given(chosen, section), by=request.user)
        return redirect("projects:project-section", ref, slug)
    saved = actions.settle(project, slug, form.given(), dropped, by=request.user)
    return _after(request, saved, section)

"""Message lines in several languages: side by side, and beginning another one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from knowledge import actions, checks, permissions
from knowledge.models import Approval, Resource
from knowledge.models.messages import words_hash
from pvehub import access
from pvehub.people.calendar import day_at

NAMES = dict(checks.LANGUAGES)
VERSIONS = [(version.value, version.label) for version in Approval.Version]


@require_safe
def message_versions(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same line in its languages, side by side, each with whether its words may be used; as far as one reads them."""
    resource = _line(request, uid)
    rows = Resource.objects.visible_to(request.user).published().saying_the_same(resource)
    lines = list(rows.select_related("published_revision", "owner_office__parent"))
    for line in lines:
        line.tongue = NAMES.get(line.language, line.language)
    missing = set(NAMES) - {line.language for line in lines}
    facts = {
        "resource": resource,
        "lines": lines,
        "rows": [(version, label, _cells(lines, version)) for version, label in VERSIONS],
        "missing": [(code, name) for code, name in checks.LANGUAGES if code in missing],
        "why_not": permissions.why_not_begin_language(request.user, resource),
    }
    return render(request, "knowledge/message_versions.html", facts)


@require_POST
@access.once
def message_translate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin it in another language, for an office one serves at."""
    resource = _line(request, uid)
    access.require(permissions.why_not_begin_language(request.user, resource))
    language = request.POST.get("language", "")
    postings = access.standing(request.user).postings
    made = actions.begin_language(resource, language, by=request.user, office=postings[0].office)
    messages.success(request, _("A draft begins with the words readers have. Write them in the other language."))
    return redirect("knowledge:resource-edit", made.uid)


def _line(request: HttpRequest, uid: UUID) -> Resource:
    found: Resource = get_object_or_404(Resource.objects.visible_to(request.user).published(), uid=uid, kind="message")
    return found


def _cells(lines: list[Resource], version: str) -> list[dict[str, Any]]:
    """One version in each language with the approval of exactly these words; one query."""
    told = [
        (line, line.published_revision.fields.get(version, "") if line.published_revision else "") for line in lines
    ]
    rows = Approval.objects.filter(resource__in=lines, version=version, withdrawn_at=None)
    approved: dict[tuple[int, str], Approval] = {}
    for row in rows.select_related("by").order_by("valid_until_on", "pk"):
        approved[row.resource_id, row.sha256] = row
    cells = []
    for line, words in told:
        row = approved.get((line.pk, words_hash(line.language, words)))
        is_standing = row is not None and row.valid_until_on >= day_at(line.owner_office)
        cells.append({"line": line, "words": words, "approval": row if is_standing else None})
    return cells

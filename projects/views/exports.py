"""Lists going out: the form, the file at once or by a job, and the file that waits for its owner."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.files import passing
from pvehub.ui.htmx import render_page

from .. import actions, permissions
from ..exporting import iati
from ..exporting.writing import MEDIA_TYPES, Ledger, Wish, blocks
from ..filters import asked
from ..forms import ExportForm
from ..models import Export, Project

AT_ONCE = 300  # rows; more are written by a job


@access.once
def project_export(request: HttpRequest) -> HttpResponseBase:
    """The projects of a filter as a file; the filter is the url, the same as the list's."""
    found = asked(request.user, request.GET)
    form = ExportForm(_formats(request), request.POST or None)
    is_sound = found.is_valid()
    if request.method == "POST" and form.is_valid() and is_sound:
        access.require(permissions.why_not_export(request.user, form.cleaned_data["format"]))
        if answer := _answer(request, found, form):
            return answer
    context = {
        "form": form,
        "filter": found,
        "is_sound": is_sound,
        "count": found.qs.count() if is_sound else 0,
        "at_once": AT_ONCE,
        "query": request.GET.urlencode(),
        "waiting": Export.objects.visible_to(request.user).order_by("-created_at", "-pk")[:10],
    }
    status = 422 if form.is_bound or not is_sound else 200
    return render_page(request, "projects/project_export.html", context, status=status)


def _answer(request: HttpRequest, found: Any, form: ExportForm) -> HttpResponseBase | None:
    """The file, or the way to where it will be; nothing where the form has to say why there is none."""
    said, projects = form.cleaned_data, found.ordered
    if said["format"] == Export.Format.IATI:
        projects = iati.publishable(projects)
        if not projects.exists():
            form.add_error("format", _("None of these projects is endorsed and open enough to be published."))
            return None
    if projects.count() <= AT_ONCE:
        return _at_once(request, projects, said)
    _export, progress = actions.ask_export(by=request.user, query=request.GET.urlencode(), **said)
    return redirect(progress)


def _formats(request: HttpRequest) -> list[tuple[str, Any]]:
    return [pair for pair in Export.Format.choices if not permissions.why_not_export(request.user, pair[0])]


def _at_once(request: HttpRequest, projects: Any, said: dict[str, Any]) -> HttpResponseBase:
    wish = Wish(**said, language=(get_language() or "en")[:2])
    extension = Export(format=wish.format).extension
    name = _("projects-%(day)s.%(extension)s") % {"day": timezone.localdate().isoformat(), "extension": extension}
    return passing.download(_logged(request.user, projects, wish), name, MEDIA_TYPES[wish.format])


def _logged(user: Any, projects: Any, wish: Wish) -> Iterator[bytes]:
    """The file; who took which project out is written down however far it came."""
    ledger = Ledger()
    try:
        yield from blocks(projects, wish, ledger)
    finally:
        trail.read_many(Project, [*ledger.open_ids, *ledger.whole_ids], by=user, what="export")


def export_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that was asked for: whether it is ready, what it holds, until when it waits."""
    export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    context = {"export": export, "why_not": permissions.why_not_download(request.user, export)}
    return render_page(request, "projects/export_detail.html", context)


def export_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, for its owner, as long as all that is in it may still be read."""
    export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    access.require(permissions.why_not_download(request.user, export))
    trail.read(export, by=request.user, what="download")
    name = _("projects-%(day)s.%(extension)s") % {
        "day": export.created_at.date().isoformat(),
        "extension": export.extension,
    }
    return passing.respond(export.file, name, MEDIA_TYPES[export.format])

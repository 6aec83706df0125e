"""The oversight board of TRD and DOE, the list behind each of its figures, and the workload as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from endorsement import figures, permissions
from endorsement.figures import writing
from endorsement.forms.oversight import AskedForm
from endorsement.models import Case
from projects.exporting.writing import MEDIA_TYPES
from pvehub import access
from pvehub.audit import trail
from pvehub.files import passing
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

FEW = 8


def asking(request: HttpRequest) -> tuple[AskedForm, figures.Asked]:
    """The reader's board under the filters of the url; 403 for who has none."""
    access.require(permissions.why_not_oversee(request.user))
    form = AskedForm(request.GET)
    said = form.asked()
    region = said.pop("region", None)
    query = {name: str(value) for name, value in said.items()}
    return form, figures.Asked(request.user, timezone.now(), timezone.localdate(), region, query)


@require_safe
def oversight(request: HttpRequest) -> HttpResponse:
    """What waits and what is late, who reads how much, how long each stage takes, how the months went."""
    form, asked = asking(request)
    waiting = figures.SOURCES["waiting"]
    stages, months = figures.stages(asked), figures.months(asked)
    most = max((stage.value or 0 for stage in stages), default=0) or 1
    context = {
        "form": form,
        "figures": figures.figures(asked),
        "waiting": [waiting.line(row) for row in waiting.rows(asked)[:FEW]],
        "waiting_url": asked.list_url("waiting"),
        "load": figures.load(asked),
        "stages": [(stage, round(100 * (stage.value or 0) / most)) for stage in stages],
        "months": months,
        "in_hand": [len(month.in_hand) for month in months],
        "labels": [month.short for month in months],
        "region": asked.region,
    }
    return render_page(request, "endorsement/oversight.html", context)


@require_safe
def oversight_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Exactly what a figure of the board counts; cases in it can be chosen for a batch."""
    form, asked = asking(request)
    source = figures.SOURCES.get(slug)
    if source is None:
        raise Http404
    page = page_of(source.rows(asked), request)
    lines = [source.line(row) for row in page.rows]
    context = {"form": form, "source": source, "page": page, "lines": lines, "region": asked.region}
    context["may_choose"] = any(line.ref for line in lines)
    return render_page(request, "endorsement/oversight_list.html", context)


@require_safe
def oversight_export(request: HttpRequest) -> HttpResponseBase:
    """The workload as a workbook, or with `?as=csv&part=reviewers` one table of it."""
    _form, asked = asking(request)
    kind, part = (request.GET.get(name, "") for name in ("as", "part"))
    kind = kind if kind in writing.KINDS else "xlsx"
    part = part if part in writing.PARTS else "cases"
    content: Any = list(writing.as_csv(asked, part)) if kind == "csv" else [writing.as_xlsx(asked)]
    trail.read_many(Case, writing.taken(asked), by=request.user, what="export")
    name = _("workload-%(day)s.%(extension)s") % {"day": asked.today.isoformat(), "extension": kind}
    return passing.download(iter(content), name, MEDIA_TYPES[kind])

"""The life of a project: activate, close, go on, cancel; suspend an endorsement and lift it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from endorsement import actions, guards, permissions, workflow
from endorsement.forms import LiftForm, NoteForm, ReasonForm
from endorsement.models import Case
from projects.models import Project
from pvehub import access
from pvehub.ui.htmx import render_page

from ._loading import entitled, told


@dataclass(frozen=True)
class Page:
    """What a page of one act says: its button, what follows, and what is said when it was done."""

    title: Any
    lead: Any
    done: Any
    kind: str = "primary"
    note: Any = ""


def answer_page(
    request: HttpRequest,
    page: Page,
    form: Form,
    act: Callable[..., Any],
    thing: Project | Case,
    *,
    why_not: str | None,
    blockers: list[access.Blocker],
) -> HttpResponse:
    """The page of one act on a project or its case; a POST that passes goes back to the thing."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act(thing, by=request.user, **form.cleaned_data)
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, page.done)
            return redirect(thing)
    project = thing if isinstance(thing, Project) else thing.project
    context = {"page": page, "form": form, "thing": thing, "project": project, "why_not": why_not, "blockers": blockers}
    return render_page(request, "endorsement/project_act.html", context, status=status)


def given(request: HttpRequest, form: Any) -> Any:
    """The form with what was sent; a POST without a word is a POST too."""
    return form(request.POST if request.method == "POST" else None)


def acting(request: HttpRequest, ref: str, why_not: Callable[..., str | None]) -> tuple[Project, Case | None]:
    """The project and its latest case, if this person does this at all; visible but not theirs is 403."""
    rows = Project.objects.visible_to(request.user).select_related("lead_office__parent", "manager")
    project = get_object_or_404(rows.prefetch_related("partner_offices"), ref=ref)
    case = Case.objects.filter(project=project).select_related("current_submission").order_by("-pk").first()
    if case is not None:
        case.project = project
    access.require(why_not(request.user, project, case))
    return project, case


def _act(request: HttpRequest, ref: str, slug: str, page: Page, act: Any, form: Any, guard: Any = None) -> HttpResponse:
    project, case = acting(request, ref, permissions.ACTS[slug])
    why_not = permissions.why_not_act(slug, request.user, project, case)
    blockers = guard(project) if guard and why_not is None else []
    return answer_page(request, page, given(request, form), act, project, why_not=why_not, blockers=blockers)


ACTIVATE = Page(
    workflow.ACTS["activate"].label,
    _("The mission starts. The project gets its code, and everyone concerned is told."),
    _("The project is active and has its code."),
)
BEGIN_CLOSING = Page(
    workflow.ACTS["begin-closing"].label,
    _(
        "Before the project can be closed, the final report is sent, a lesson is submitted or TRD waives it, and every risk is "
        "closed or handed over."
    ),
    _("Closing has begun. Everyone concerned has been told."),
)
CONTINUE = Page(workflow.ACTS["continue"].label, _("The project is active again."), _("The project is active again."))
CLOSE = Page(
    workflow.ACTS["close"].label,
    _("A closed project does not come back; what it taught stays."),
    _("The project is closed."),
)
CANCEL = Page(
    workflow.ACTS["cancel"].label,
    _(
        "A cancelled project does not come back. Its open case, if there is one, is withdrawn. Everything stays on record."
    ),
    _("The project is cancelled."),
    kind="danger",
)
WAIVE = Page(
    _("Waive the lesson"),
    _("The project may then be closed without a lesson. The reason stays on record."),
    _("The lesson is waived."),
)
SUSPEND = Page(
    workflow.BY_SLUG["suspend"].label,
    _("The project stops until the suspension is lifted. The letter's check page says so from this second on."),
    _("Suspended. Everyone concerned has been told."),
    kind="danger",
)
LIFT = Page(
    workflow.BY_SLUG["lift"].label,
    _("The project and its endorsement are again what they were."),
    _("The suspension is lifted. Everyone concerned has been told."),
)
RELEASE = Page(
    workflow.BY_SLUG["release"].label,
    _("Every condition before the start and by a date is settled: the endorsement stands without them."),
    _("Released from its conditions."),
)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def project_activate(request: HttpRequest, ref: str) -> HttpResponse:
    """From endorsed to active: what still holds the start, or the button."""
    return _act(request, ref, "activate", ACTIVATE, actions.activate, NoteForm, guards.to_activate)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def project_begin_closing(request: HttpRequest, ref: str) -> HttpResponse:
    """The work comes to its end."""
    return _act(request, ref, "begin-closing", BEGIN_CLOSING, actions.begin_closing, NoteForm)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def project_continue(request: HttpRequest, ref: str) -> HttpResponse:
    """It goes on after all."""
    return _act(request, ref, "continue", CONTINUE, actions.go_on, NoteForm, guards.to_activate)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def project_close(request: HttpRequest, ref: str) -> HttpResponse:
    """What a closing project still owes, or the button."""
    return _act(request, ref, "close", CLOSE, actions.close, NoteForm, guards.to_close)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def project_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """Given up, with a reason."""
    return _act(request, ref, "cancel", CANCEL, actions.cancel, ReasonForm)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def lesson_waive(request: HttpRequest, ref: str) -> HttpResponse:
    """TRD lets the project close without a lesson."""
    project, _case = acting(request, ref, permissions.why_not_waive_lesson)
    form = given(request, ReasonForm)
    return answer_page(request, WAIVE, form, actions.waive_lesson, project, why_not=None, blockers=[])


def step_page(
    request: HttpRequest, ref: str, slug: str, page: Page, act: Any, form: Any, guard: Any = None
) -> HttpResponse:
    case = entitled(request, ref, slug)
    why_not = permissions.why_not_step(slug, request.user, case)
    blockers = guard(case) if guard and why_not is None else []
    return answer_page(request, page, given(request, form), act, case, why_not=why_not, blockers=blockers)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_suspend(request: HttpRequest, ref: str) -> HttpResponse:
    """Headquarters stops a project."""
    return step_page(request, ref, "suspend", SUSPEND, actions.suspend, ReasonForm)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_lift(request: HttpRequest, ref: str) -> HttpResponse:
    """The cause is mended."""
    return step_page(request, ref, "lift", LIFT, actions.lift, LiftForm, guards.to_lift)


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def case_release(request: HttpRequest, ref: str) -> HttpResponse:
    """The endorsement stands without its conditions."""
    return step_page(request, ref, "release", RELEASE, actions.release, NoteForm, guards.to_release)

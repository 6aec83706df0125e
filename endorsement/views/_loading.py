"""Loading a case for the person who asks, and telling the rules' blockers to a form."""

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from endorsement import permissions
from endorsement.models import Case
from pvehub import access


def visible(request: HttpRequest, ref: str) -> Case:
    """The case, if this person sees it; else 404."""
    rows = Case.objects.visible_to(request.user).select_related(
        "project__lead_office__parent", "project__manager", "lead", "current_submission", "author"
    )
    case: Case = get_object_or_404(rows.prefetch_related("project__partner_offices"), ref=ref)
    return case


def entitled(request: HttpRequest, ref: str, slug: str) -> Case:
    """The case, if this person takes this step at all; visible but not theirs is 403. The moment is the action's to judge."""
    case = visible(request, ref)
    access.require(permissions.WHO[slug](request.user, case))
    return case


def told(form: Form, problem: access.Unmet) -> Form:
    """Put what the rules still miss into the form's summary; what was typed stays."""
    for blocker in problem.blockers:
        form.add_error(None, blocker.sentence)
    return form

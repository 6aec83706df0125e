"""TRD objects to a change that went out on save."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from endorsement import actions, permissions, showing
from endorsement.forms import ReasonForm
from projects.models import NotifiedChange
from pvehub import access
from pvehub.ui.htmx import render_page

from ._loading import told, visible


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def change_object(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """What changed in what is published, and the reason for taking it out again."""
    case = visible(request, ref)
    change = get_object_or_404(NotifiedChange.objects.filter(project=case.project), pk=pk)
    access.require(permissions.who_objects(request.user, case))
    change.project = case.project
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to_change(change, by=request.user, reason=form.cleaned_data["reason"])
        except access.Unmet as problem:
            form, status = told(form, problem), 409
        else:
            messages.success(request, _("Taken out of what is published. The team has been told."))
            return redirect(case)
    why_not = permissions.why_not_object_now(change, actions.today_at_headquarters(case))
    (shown,) = showing.told_changes(case.project, [change])
    context = {"case": case, "change": shown, "form": form, "why_not": why_not}
    return render_page(request, "endorsement/change_object.html", context, status=status)

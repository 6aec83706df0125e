"""How many working days each stage has, for administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from endorsement import actions, permissions, showing, timing
from endorsement.forms.clock import TargetsForm
from pvehub import access
from pvehub.ui.htmx import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def target_edit(request: HttpRequest) -> HttpResponse:
    """The days of each stage, and who set them when."""
    access.require(permissions.why_not_set_targets(request.user))
    form = TargetsForm(request.POST if request.method == "POST" else None, days=timing.targets())
    if request.method == "POST" and form.is_valid():
        actions.set_targets(form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. It holds for stages that begin from now on."))
        return redirect("endorsement:target-edit")
    context = {"form": form, "events": showing.targets_set()}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "endorsement/target_edit.html", context, status=status)

"""A person's own page: where they serve, and how they want the portal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from pvehub import access
from pvehub.access.roles import BY_SLUG

from . import actions
from .forms import PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.prefer(request.user, by=request.user, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return redirect("staffing:me")
    postings = [(posting, BY_SLUG[posting.role]) for posting in access.standing(request.user).postings]
    return render(request, "staffing/me.html", {"form": form, "postings": postings})

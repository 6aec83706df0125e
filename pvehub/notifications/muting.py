"""Pages of muting: one thing, from its notice; and the list of what a person has muted."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from . import actions, showing
from .models import Mute, Notice


@require_http_methods(["GET", "HEAD", "POST"])
def notice_mute(request: HttpRequest, pk: int) -> HttpResponse:
    """From the foot of a mail or from the list of notices. Opening the page changes nothing."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    if not notice.about_kind:
        raise Http404
    if request.method == "POST":
        actions.mute(notice, by=request.user)
        messages.success(request, _("It is mailed to you no more. It still stands in your notices."))
        return redirect("notifications:mute-list")
    (line,) = showing.lines([notice], request.user)
    return render(request, "notifications/notice_mute.html", {"line": line})


@require_safe
def mute_list(request: HttpRequest) -> HttpResponse:
    """What the person has muted, newest first."""
    page = page_of(Mute.objects.visible_to(request.user).newest(), request)
    context = {"page": page, "lines": showing.muted_lines(page.rows, request.user)}
    return render_page(request, "notifications/mute_list.html", context, fragment="notifications/_mute_list.html")


@require_POST
def mute_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The thing is mailed again from the next event on."""
    mute = get_object_or_404(Mute.objects.visible_to(request.user), pk=pk)
    actions.unmute(mute, by=request.user)
    messages.success(request, _("It is mailed to you again from now on."))
    return redirect("notifications:mute-list")

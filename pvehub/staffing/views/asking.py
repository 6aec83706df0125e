"""Asking for access, and answering for one's own office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pvehub import access
from pvehub.access.models import AccessRequest

from .. import actions
from ..forms import AccessAnswerForm, AccessRequestForm


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for access to any address: the answer is the same whether it exists or not."""
    form = AccessRequestForm(request.POST or None, initial={"address": request.GET.get("address", "")[:300]})
    if request.method == "POST" and form.is_valid():
        actions.ask(form.cleaned_data["address"], by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Sent. If it exists, the office it belongs to has been asked."))
        return redirect("home")
    return render(request, "access/access_ask.html", {"form": form})


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """My own requests, and those to an office that I lead."""
    rows = AccessRequest.objects.visible_to(request.user).select_related("asked_by", "office", "answered_by")
    mine = rows.filter(asked_by=request.user).order_by("-created_at", "-pk")[:50]
    waiting = AccessRequest.objects.to_answer(request.user).select_related("asked_by", "office").order_by("pk")[:50]
    return render(request, "access/request_list.html", {"mine": mine, "waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of the owner office answers."""
    asked = get_object_or_404(AccessRequest.objects.to_answer(request.user), pk=pk)
    form = AccessAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_granted, until_on = form.cleaned_data["answer"] == "grant", form.cleaned_data["until_on"]
        try:
            actions.answer(asked, by=request.user, is_granted=is_granted, until_on=until_on)
        except access.Unmet as unmet:
            form.add_error("until_on", str(unmet))
        else:
            messages.success(request, _("Answered."))
            return redirect("access:request-list")
    return render(request, "access/request_answer.html", {"form": form, "asked": asked})

"""The page of one's tokens. The text of a new one is in one answer and nowhere else."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pvehub import access
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from . import actions, permissions
from .forms import TokenForm
from .models import Token


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def token_list(request: HttpRequest) -> HttpResponse:
    """One's tokens, and a form for one more; administrators see everybody's."""
    refused = permissions.why_not_make(request.user)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, text = actions.make_token(by=request.user, name=form.cleaned_data["name"])
        response = render_page(request, "tokens/token_made.html", {"token": token, "text": text}, status=201)
        response["Location"] = f"{request.path}?again=1"  # for the same form sent once more: the text is not kept
        return response
    alive = Token.objects.alive().values("pk")
    tokens = Token.objects.visible_to(request.user).filter(pk__in=alive).select_related("owner").newest()
    context: dict[str, Any] = {"form": form, "why_not": refused, "page": page_of(tokens, request, 50)}
    return render_page(request, "tokens/token_list.html", context, status=422 if form.is_bound else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The token opens nothing any more."""
    token = get_object_or_404(Token.objects.visible_to(request.user), pk=pk)
    actions.revoke_token(token, by=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens:token-list")

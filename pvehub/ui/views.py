"""How the portal looks and how it is used: the language before sign-in, help, and the gallery of components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from pvehub.ui import samples
from pvehub.ui.htmx import render_page

YEAR = 365 * 24 * 3600


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its states, for those who build pages. It holds no record: any signed-in person may look."""
    return render_page(request, "ui/gallery.html", samples.gallery(request))


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of this browser, for who is not signed in; an account carries its own. Back to where one was."""
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = settings.LOGIN_URL
    response = redirect(there)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
        )
    return response


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """How work goes through the portal, and where to ask."""
    return render_page(request, "ui/help.html")


@require_GET
def keyboard(request: HttpRequest) -> HttpResponse:
    """The keys, as a page or as the sheet that `?` opens."""
    return render_page(request, "ui/keyboard.html", fragment="ui/_keyboard.html")

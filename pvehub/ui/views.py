"""How the portal looks and how it is used: preferences of this browser, help, and the gallery of components."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pvehub.ui import samples
from pvehub.ui.forms import PreferencesForm
from pvehub.ui.htmx import render_page

YEAR = 365 * 24 * 3600


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its states, for those who build pages. Staff flag only."""
    if not request.user.is_staff:
        raise PermissionDenied(_("The gallery of components is for those who run the portal."))
    return render_page(request, "ui/gallery.html", samples.gallery(request))


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Colours, spacing and shortcuts of this browser; kept in its cookies."""
    if request.method == "POST":
        form = PreferencesForm(request.POST)
        if form.is_valid():
            messages.success(request, _("Saved for this browser."))
            return _with_cookies(redirect("ui:preferences"), form.cleaned_data)
    else:
        form = PreferencesForm(initial={name: request.COOKIES.get(name, "") for name in PreferencesForm.base_fields})
    return render_page(request, "ui/preferences.html", {"form": form, "languages": settings.LANGUAGES})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of the pages in this browser, chosen before or after sign-in; back to where one was."""
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = settings.LOGIN_URL
    response = redirect(there)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """How work goes through the portal, and where to ask."""
    return render_page(request, "ui/help.html")


@require_GET
def keyboard(request: HttpRequest) -> HttpResponse:
    """The keys, as a page or as the sheet that `?` opens."""
    return render_page(request, "ui/keyboard.html", fragment="ui/_keyboard.html")


def _with_cookies(response: HttpResponseRedirect, values: dict[str, str]) -> HttpResponseRedirect:
    for name, value in values.items():
        _keep(response, name, value)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    """A cookie of taste, not of identity; it is readable by this site only and lives a year."""
    response.set_cookie(
        name, value, max_age=YEAR, path="/", samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )

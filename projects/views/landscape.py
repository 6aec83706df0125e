"""What is around the portfolio: other organizations' projects, and organizations with the projects they take part in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pvehub import access
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from .. import actions, permissions
from ..filters import OrganizationFilter, OtherProjectFilter
from ..forms import OtherForm
from ..models import Organization, OtherProject, Participation, Project


def other_list(request: HttpRequest) -> HttpResponse:
    """Other organizations' projects, read-only and in no count of the portfolio."""
    found = OtherProjectFilter(request.GET, OtherProject.objects.visible_to(request.user))
    context = {
        "filter": found,
        "page": page_of(found.qs.for_list(), request),
        "why_not_note": permissions.why_not_note_other(request.user),
    }
    return render_page(request, "projects/other_list.html", context, fragment="projects/_other_list.html")


@access.once
def other_create(request: HttpRequest) -> HttpResponse:
    """Write down by hand what another organization does."""
    access.require(permissions.why_not_note_other(request.user))
    form = OtherForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        other = actions.note_other(by=request.user, fields=form.cleaned_data)
        messages.success(request, _("It was written down."))
        return redirect(other)
    return render_page(request, "projects/other_create.html", {"form": form}, status=422 if form.is_bound else 200)


def _other(request: HttpRequest, pk: int) -> OtherProject:
    other: OtherProject = get_object_or_404(OtherProject.objects.visible_to(request.user).for_list(), pk=pk)
    return other


def other_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One project of another organization, whence it is known and as of when."""
    context = {"other": _other(request, pk), "why_not_remove": permissions.why_not_remove_other(request.user)}
    return render_page(request, "projects/other_detail.html", context)


@require_POST
def other_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out of the landscape."""
    actions.remove_other(_other(request, pk), by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("It was taken out of the landscape."))
    return redirect("projects:other-list")


def organization_list(request: HttpRequest) -> HttpResponse:
    """Organizations in the projects whose whole record this person reads, by type, country and role."""
    organizations = Organization.objects.visible_to(request.user)
    found = OrganizationFilter(request.GET, organizations, request=request)
    rows = found.qs.with_counts(request.user).select_related("country").by_name()
    context = {"page": page_of(rows, request, 50), "filter": found}
    return render_page(request, "projects/organization_list.html", context)


def organization_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One organization: its roles in every project this person can read whole."""
    organizations = Organization.objects.visible_to(request.user).select_related("country")
    organization = get_object_or_404(organizations, pk=pk)
    parts = Participation.objects.filter(
        organization=organization, project__in=Project.objects.whole_for(request.user).values("pk")
    )
    page = page_of(parts.select_related("project").order_by("-project__changed_at", "pk"), request)
    return render_page(request, "projects/organization_detail.html", {"organization": organization, "page": page})

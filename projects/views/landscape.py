"""What is around the portfolio: other organizations' projects, and organizations with the projects they take part in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from ..filters import OtherProjectFilter
from ..models import Organization, OtherProject, Participation, Project


def other_list(request: HttpRequest) -> HttpResponse:
    """Other organizations' projects, read-only and in no count of the portfolio."""
    found = OtherProjectFilter(request.GET, OtherProject.objects.visible_to(request.user))
    context = {"filter": found, "page": page_of(found.qs.for_list(), request)}
    return render_page(request, "projects/other_list.html", context, fragment="projects/_other_list.html")


def organization_list(request: HttpRequest) -> HttpResponse:
    """Organizations in the projects whose whole record this person reads."""
    organizations = Organization.objects.visible_to(request.user).with_counts(request.user).select_related("country")
    page = page_of(organizations.by_name(), request, 50)
    return render_page(request, "projects/organization_list.html", {"page": page})


def organization_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One organization: its roles in every project this person can read whole."""
    organizations = Organization.objects.visible_to(request.user).select_related("country")
    organization = get_object_or_404(organizations, pk=pk)
    parts = Participation.objects.filter(
        organization=organization, project__in=Project.objects.whole_for(request.user).values("pk")
    )
    page = page_of(parts.select_related("project").order_by("-project__changed_at", "pk"), request)
    return render_page(request, "projects/organization_detail.html", {"organization": organization, "page": page})

"""How far a job is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from pvehub.ui.htmx import render_page

from .models import Job


@require_safe
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own job; the page asks again by itself while it is open."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return render_page(request, "jobs/job_detail.html", {"job": job}, fragment="jobs/_job.html")

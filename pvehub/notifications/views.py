"""The list of what one was told, how one wants to be told, and what could not be delivered."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import parse_etags
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pvehub import access
from pvehub.audit import faults
from pvehub.jobs import actions as work
from pvehub.jobs import labels
from pvehub.jobs.models import Job
from pvehub.people.models import User
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of

from . import actions, health, kinds, mail, permissions, ringing, showing
from .models import Delivery, Notice


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first."""
    page = page_of(Notice.objects.of(request.user), request)
    may_mend = permissions.why_not_mend(request.user) is None
    context = {"page": page, "lines": showing.lines(page.rows, request.user), "may_mend": may_mend}
    return render_page(request, "notifications/notice_list.html", context, fragment="notifications/_notice_list.html")


@login_not_required  # a page whose session has ended is answered without a word, not with a page for signing in
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell anew, asked for once a minute by a page that somebody sees; nothing where nothing changed."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    told = ringing.told(request.user)
    tag = f'"{told["tag"]}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": tag})
    response = render(request, "notifications/_bell.html", told)
    response["ETag"] = tag
    return response


@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and on to the thing itself if the person may still see it."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notice = actions.mark_read(notice, by=request.user)
    return redirect(showing.lines([notice], request.user)[0].url or "notifications:notice-list")


@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(notice, by=request.user)
    return redirect("notifications:notice-list")


@require_POST
def notice_read_all(request: HttpRequest) -> HttpResponse:
    count = actions.mark_all_read(by=request.user)
    messages.success(
        request, ngettext("%(n)d notice marked as read.", "%(n)d notices marked as read.", count) % {"n": count}
    )
    return redirect("notifications:notice-list")


@login_not_required
@csrf_exempt  # RFC 8058: the mail program posts here by itself; the signed address is what authorizes it
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """From the header or foot of a mail: one person, one kind. Opening the page changes nothing."""
    try:
        uid, code = signing.loads(token, salt=mail.UNSUBSCRIBE_SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    person, kind = get_object_or_404(User.objects.filter(is_active=True), uid=uid), kinds.by_code(code)
    if kind is None:
        raise Http404
    if request.method == "POST":
        actions.prefer(person, {kind.slug: "never"})
    context = {"kind": kind, "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)


@require_safe
def undelivered_list(request: HttpRequest) -> HttpResponse:
    """The state of the portal, and the mail and background work that was given up, with the errors."""
    access.require(permissions.why_not_mend(request.user))
    page = page_of(Delivery.objects.parked().select_related("recipient", "notice"), request)
    failed = Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at", "-pk")[:50]
    parts = [(health.LABELS[name], said) for name, said in health.state()[1].items()]
    jobs = [(job, labels.of(job.name), faults.shown(job.error)) for job in failed]
    for row in page.rows:
        row.why = faults.shown(row.last_error)
    context = {"page": page, "jobs": jobs, "parts": parts, "one_role": not settings.DATABASE_APP_ROLE}
    return render(request, "notifications/undelivered_list.html", context)


@require_POST
def delivery_retry(request: HttpRequest, pk: int) -> HttpResponse:
    actions.retry(get_object_or_404(Delivery, pk=pk), by=request.user)
    return redirect("notifications:undelivered-list")


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(permissions.why_not_mend(request.user))
    work.retry(get_object_or_404(Job, pk=pk))
    return redirect("notifications:undelivered-list")

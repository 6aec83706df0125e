"""The timers of reports: schedules follow dates and statuses, and whoever lets a day pass is reminded."""

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from endorsement import actions
from endorsement.actions import scheduling
from endorsement.models import Report
from projects.lateness import today_of
from projects.models import Project
from pvehub.notifications import reminders


@shared_task(name="endorsement.tasks.schedule_reports")
def schedule_reports() -> int:
    """Bring every schedule into line with dates and statuses that changed elsewhere; says how many projects it changed."""
    now, changed = timezone.now(), 0
    open_ones = Report.objects.with_the_field().values("project")
    living = Q(status__in=scheduling.RUNNING, has_endorsed=True) | Q(pk__in=open_ones)
    for project in Project.objects.filter(living).select_related("lead_office").order_by("pk").iterator(chunk_size=200):
        if scheduling.plan(project, today_of(project, now))[1]:
            changed += actions.schedule_reports(project, by=None, now=now)
    return changed


@shared_task(name="endorsement.tasks.remind_reports")
def remind_reports() -> int:
    """Tell who owes a report, and TRD that one waits: each person each rung once. Says how many were told."""
    return reminders.sweep("endorsement.reports")

"""Asking a project at its milestones what it has learnt: once each, with one reminder, and never after a no."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from knowledge import permissions
from knowledge.milestones import RECENT_DAYS, REMIND_DAYS, Answer, Milestone
from knowledge.models import LessonPrompt, Resource
from projects.lateness import today_of
from projects.models import Project
from projects.workflow import ENDED
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import remind
from pvehub.people.models import User

#: What tells what was learnt.
TELLS = ("lesson", "practice")


@transaction.atomic
def ask_lesson(project: Project, milestone: str, *, now: datetime, number: int = 0) -> LessonPrompt | None:
    """The people of the project are asked once for this milestone; what an earlier one asked is passed by. Who has told
    something lately, or has sent the lesson that closing needs, is not asked; nor is whoever was asked for closing already.
    Returns what was asked, None where nothing."""
    asked = LessonPrompt.objects.filter(project=project)
    if project.status in ENDED or asked.filter(milestone=Milestone.CLOSING).exists():
        return None
    told = Resource.objects.of_project(project).filter(kind__in=TELLS)
    if milestone == Milestone.CLOSING:
        told = told.filter(kind="lesson", submitted_at__isnull=False)
    else:
        told = told.filter(created_at__gte=now - timedelta(days=RECENT_DAYS))
    state = Answer.WRITTEN if told.exists() else Answer.OPEN
    earlier = list(asked.unanswered().values_list("pk", flat=True))
    prompt, is_new = LessonPrompt.objects.get_or_create(
        project=project,
        milestone=milestone,
        number=number,
        defaults={"asked_on": today_of(project, now), "state": state},
    )
    if not is_new:
        return None
    LessonPrompt.objects.unanswered().filter(pk__in=earlier).update(state=Answer.PASSED)
    return prompt if state == Answer.OPEN else None


@transaction.atomic
def put_off(prompt: LessonPrompt, *, by: User, why: str) -> LessonPrompt:
    """Not now, and why: nobody is asked again for this milestone, and the reason stands in the project's history."""
    prompt = LessonPrompt.objects.select_for_update(of=("self",)).select_related("project").get(pk=prompt.pk)
    access.require(permissions.why_not_put_off(by, prompt))
    prompt.state, prompt.why = Answer.DECLINED, why
    prompt.declined_at, prompt.declined_by = timezone.now(), by
    prompt.save(update_fields=["state", "why", "declined_at", "declined_by"])
    trail.record(prompt.project, "knowledge.lesson_put_off", by=by, after=prompt.milestone, note=why)
    return prompt


def settle(resource: Resource) -> int:
    """What was begun from a project answers what the project was asked; says how many questions that were. The caller's
    transaction holds it."""
    if resource.origin_project_id is None or resource.kind not in TELLS:
        return 0
    asked = LessonPrompt.objects.unanswered().filter(project=resource.origin_project_id)
    return int(asked.update(state=Answer.WRITTEN))


@transaction.atomic
def remind_lesson(prompt: LessonPrompt, *, now: datetime) -> int:
    """The one reminder, two weeks after by the day of the lead office, for those who still may read the project."""
    due = prompt.asked_on + timedelta(days=REMIND_DAYS)
    project = prompt.project
    if prompt.state != Answer.OPEN or today_of(project, now) < due or project.status in ENDED:
        return 0
    members = User.objects.filter(pk__in=project.members.live(now).values("user"))
    people = User.objects.active().filter(pk__in=[*members.values_list("pk", flat=True), project.manager_id])
    told = [one for one in people.order_by("pk") if LessonPrompt.objects.visible_to(one).filter(pk=prompt.pk).exists()]
    return len(remind(told, "knowledge.lesson_asked", prompt, rule="lesson", due=due))

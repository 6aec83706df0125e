"""A project is asked at its milestones what it has learnt: once each, reminded once, and not after a no."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, milestones, tasks
from knowledge.models import LessonPrompt
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications.models import Notice
from tests import make

pytestmark = pytest.mark.django_db

START, END = date(2026, 1, 1), date(2026, 12, 31)


def text_of(response):
    return response.content.decode()


def told():
    return [notice.recipient for notice in Notice.objects.filter(kind="knowledge.lesson_asked").order_by("pk")]


def running(days=35, length=360, **fields):
    """An active project that began so many days ago."""
    start = make.today("UG") - timedelta(days=days)
    return make.project(status="active", start_on=start, end_on=start + timedelta(days=length), **fields)


@pytest.mark.parametrize(
    ("end", "today", "expected"),
    [
        (END, START + timedelta(days=29), None),
        (END, START + timedelta(days=30), "early"),
        (END, START + timedelta(days=90), "early"),
        (END, START + timedelta(days=91), None),
        (END, date(2026, 7, 2), "midterm"),
        (None, START + timedelta(days=30), "early"),
        (START + timedelta(days=80), START + timedelta(days=41), "midterm"),
        (START + timedelta(days=40), START + timedelta(days=31), "early"),  # its half is before its first month is over
        (START + timedelta(days=40), START + timedelta(days=41), None),
    ],
)
def test_a_milestone_of_time_is_reached_on_its_day_and_is_past_after_two_months(end, today, expected):
    found = milestones.reached(START, end, today)
    assert (found and found[0]) == expected


def test_a_running_project_is_asked_once_and_a_later_milestone_passes_the_earlier_by():
    project = running()
    make.project(status="draft", start_on=project.start_on, end_on=project.end_on)
    assert tasks.ask_for_lessons() == 1
    assert tasks.ask_for_lessons() == 0
    early = LessonPrompt.objects.get()
    assert (early.project, early.milestone, early.state) == (project, "early", "open")
    with time_machine.travel(timezone.now() + timedelta(days=150), tick=False):
        assert tasks.ask_for_lessons() == 1
    assert list(LessonPrompt.objects.order_by("pk").values_list("milestone", "state")) == [
        ("early", "passed"),
        ("midterm", "open"),
    ]


def test_who_has_told_something_lately_is_not_asked_and_what_is_written_answers():
    project = running()
    make.resource(state="draft", project=project)
    assert tasks.ask_for_lessons() == 0
    assert LessonPrompt.objects.get().state == "written"

    other = running()
    tasks.ask_for_lessons()
    asked = LessonPrompt.objects.get(project=other)
    make.resource(state="draft", kind="tool", project=other, fields={"purpose": "x"})
    asked.refresh_from_db()
    assert asked.state == "open"
    make.resource(state="draft", project=other)
    asked.refresh_from_db()
    assert asked.state == "written"


def test_the_team_is_reminded_once_after_two_weeks_and_never_after_a_no():
    officer = make.officer("UG")
    project = running(tier=3)
    make.member(project, officer)
    prompt = make.lesson_prompt(project, "early")
    put_off = make.lesson_prompt(running(), "early")
    actions.put_off(put_off, by=put_off.project.manager, why="The first group begins in May.")
    day = datetime.combine(prompt.asked_on, time(12), ZoneInfo("Africa/Kampala"))
    with time_machine.travel(day + timedelta(days=13), tick=False):
        tasks.ask_for_lessons()
        assert told() == []
    for days in (16, 17, 40):
        with time_machine.travel(day + timedelta(days=days), tick=False):
            tasks.ask_for_lessons()
    assert sorted(person.pk for person in told()) == sorted([project.manager.pk, officer.pk])
    assert trail.of(put_off.project).filter(verb="knowledge.lesson_put_off", note__contains="May").exists()


def test_the_question_stands_on_the_desk_of_the_team_alone_until_it_is_put_off(as_):
    project = running(title="Committees of the lake", tier=2)
    manager, colleague = project.manager, make.officer("UG")
    prompt = make.lesson_prompt(project, "early")
    page, desk = prompt.get_absolute_url(), reverse("home")
    assert page in text_of(as_(manager).get(desk)) and page not in text_of(as_(colleague).get(desk))
    shown = text_of(as_(manager).get(page))
    assert f"{reverse('knowledge:resource-new', args=['lesson'])}?project={project.ref}&amp;at=early" in shown
    assert as_(colleague).get(page).status_code == 404
    missing = as_(manager).post(page, {"why": " "})
    assert missing.status_code == 422 and LessonPrompt.objects.get().state == "open"

    assert as_(manager).post(page, {"why": "The team changes in May."}).status_code == 302
    assert page not in text_of(as_(manager).get(desk))
    assert "The team changes in May." in text_of(as_(manager).get(page))
    with pytest.raises(access.Refused, match="answered already"):
        actions.put_off(prompt, by=manager, why="Again.")


def test_a_lesson_begins_with_what_its_author_reads_of_the_project(as_):
    project = running(summary="Traders and young people settle disputes.", tier=0, language="fr")
    make.update(project, text="The first committee met.", is_open=False)
    begin = reverse("knowledge:resource-new", args=["lesson"]) + f"?project={project.ref}&at=midterm"
    form = as_(project.manager).get(begin).context["form"]
    assert "Traders and young people settle disputes.\nPays" in form.initial["context"]
    assert "The first committee met." in form.initial["happened"]
    assert form.initial["stage"] == "implementation"

    outsider = as_(make.officer("NG")).get(begin).context["form"]
    assert "happened" not in outsider.initial and "Pays" not in outsider.initial.get("context", "")
    assert "countries" not in outsider.initial

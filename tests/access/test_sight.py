"""What a person may see is put together once a request: the question is kept, never its answer, and never another's."""

import subprocess
import sys
from datetime import timedelta
from inspect import signature

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Project, ProjectMember
from pvehub.access import sight, standings
from pvehub.bootstrap import FOLDER
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    """Within a request, as the middleware says it."""
    standings.begin()
    yield
    standings.end()


def kept_reads():
    """(model, name) of each read that is kept."""
    found = []
    for model in apps.get_models():
        rows = type(model._default_manager.all())
        for name in dir(rows):
            read = getattr(rows, name)
            if getattr(read, "__wrapped__", None) and read.__code__ is sight.once(lambda rows, user: rows).__code__:
                found.append((model, name))
    return found


KEPT = [pytest.param(model, name, id=f"{model._meta.label}.{name}") for model, name in kept_reads()]


def _said(rows):
    try:
        return str(rows.query)
    except EmptyResultSet:
        return "nothing"


def counted(monkeypatch):
    """How often the standing of a project's reader is asked for, which is once each time the condition is built."""
    asked, real = [], Project.objects.all()._whole.__func__

    def whole(self, user, *more, **named):
        asked.append(user)
        return real(self, user, *more, **named)

    monkeypatch.setattr(type(Project.objects.all()), "_whole", whole)
    return asked


def test_the_condition_is_built_once_a_request_and_asked_of_the_database_each_time(request_, monkeypatch):
    asked, officer = counted(monkeypatch), make.officer("UG")
    other = make.project(status="draft", office="KE")
    assert not Project.objects.visible_to(officer).filter(pk=other.pk).exists()

    ProjectMember.objects.create(project=other, user=officer)

    assert Project.objects.visible_to(officer).filter(pk=other.pk).exists()
    assert len(asked) == 1


def test_outside_of_a_request_it_is_built_each_time(monkeypatch):
    asked, officer = counted(monkeypatch), make.officer("UG")
    for _each in range(2):
        Project.objects.visible_to(officer)

    assert len(asked) == 2


def test_nobody_gets_the_condition_of_another(request_):
    ours = make.project(status="draft", office="UG")

    assert ours in Project.objects.visible_to(make.officer("UG"))
    assert ours not in Project.objects.visible_to(make.officer("KE"))


def test_a_person_who_is_shut_out_in_the_same_request_sees_nothing(request_):
    officer, ours = make.officer("UG"), make.project(status="draft", office="UG")
    assert ours in Project.objects.visible_to(officer)

    officer.is_active = False

    assert ours not in Project.objects.visible_to(officer)


def test_what_is_asked_besides_stays_with_who_asked_it(request_):
    officer, ours = make.officer("UG"), make.project(status="draft", office="UG")
    for rows in (
        Project.objects.visible_to(officer).exclude(pk=ours.pk),
        Project.objects.exclude(pk=ours.pk).visible_to(officer),
        Project.objects.none().visible_to(officer),
    ):
        assert ours not in rows

    assert ours in Project.objects.visible_to(officer)
    assert list(Project.objects.only("pk").visible_to(officer).values_list("pk")) == [(ours.pk,)]
    assert Project.objects.using("default").visible_to(officer).db == "default"


def test_rows_of_one_thing_are_not_taken_for_all(request_):
    officer, office = make.officer("UG"), make.office("UG")
    ours, theirs = (make.project(status="draft", office="UG") for _each in range(2))
    assert {ours, theirs} == set(Project.objects.visible_to(officer))

    assert set(type(ours).objects.filter(pk=ours.pk).visible_to(officer)) == {ours}
    assert set(office.projects.visible_to(officer)) == {ours, theirs}
    assert not set(make.office("KE").projects.visible_to(officer))


def test_rights_that_are_read_anew_build_it_anew(request_):
    officer, ours = make.officer("UG"), make.project(status="draft", office="UG")
    assert ours in Project.objects.visible_to(officer)
    officer.postings.update(ends_at=timezone.now())

    standings.renew()

    assert ours not in Project.objects.visible_to(officer)


def test_a_grant_that_ends_while_an_act_waits_is_over_when_it_goes_on(request_, monkeypatch):
    member, other = make.officer("KE"), make.project(status="draft", office="UG")
    ProjectMember.objects.create(project=other, user=member, until_at=timezone.now() + timedelta(seconds=60))
    assert other in Project.objects.visible_to(member)
    later, clock = timezone.now() + timedelta(seconds=61), sight.time.monotonic()
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(sight.time, "monotonic", lambda: clock + 61)

    assert other not in Project.objects.visible_to(member)


@pytest.mark.parametrize(("model", "name"), KEPT)
def test_building_asks_the_database_nothing_and_gives_the_same_question(model, name, request_):
    """An answer that was read while it was built would be kept with it, and be old after the next write."""
    person = make.someone("lead")
    read = getattr(type(model._default_manager.all()), name)
    standings.standing(person)
    more = [1] * (len(signature(read).parameters) - 2)
    read.__wrapped__(model._default_manager.all(), person, *more)  # offices are read once for each request

    with CaptureQueriesContext(connection) as asked:
        first, again = (getattr(model._default_manager.all(), name)(person, *more) for _each in range(2))

    assert not asked.captured_queries
    assert first is not again and _said(first) == _said(again)


def test_there_are_reads_to_look_at():
    assert len(KEPT) >= 12


def test_what_a_server_loads_is_set_aside_from_the_search_for_rubbish():
    said = "import pvehub.wsgi, gc, pvehub.serving as s; s.post_worker_init(None); print(gc.get_freeze_count())"
    done = subprocess.run([sys.executable, "-c", said], cwd=FOLDER, capture_output=True, text=True, check=True)

    assert int(done.stdout) > 100_000

"""The life of a project as its case tells it: the code, suspension and override, and what the database refuses."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from projects import actions, workflow
from projects.actions.following import IllegalStep
from projects.models import CodeBook, Project
from projects.workflow import Status
from pvehub.audit.models import Event
from tests import make

pytestmark = pytest.mark.django_db


def test_codes_follow_the_pattern():
    assert workflow.code("PE.NNNN", 42) == "PE.0042"
    assert workflow.code("PE.NNNN", 12345) == "PE.12345"
    assert workflow.code("N/IOM-NNN", 7) == "N/IOM-007"
    with pytest.raises(ValueError):
        workflow.code("PE", 1)


def test_the_code_comes_with_the_first_activation_and_stays(settings):
    settings.PROJECT_CODE_PATTERN = "XX.NNN"
    project = make.project(status="endorsed")
    assert project.code is None and project.activated_at is None

    project = actions.follow(project, by=None, status="active")
    began = project.activated_at
    project = actions.follow(project, by=None, status="suspended")
    project = actions.follow(project, by=None, status="active")

    assert (project.code, project.activated_at) == ("XX.001", began)
    assert actions.follow(make.project(status="endorsed"), by=None, status="active").code == "XX.002"


def test_a_failed_activation_leaves_no_gap():
    first, second = make.project(status="endorsed"), make.project(status="endorsed")
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.follow(first, by=None, status="active")
        raise RuntimeError

    assert actions.follow(second, by=None, status="active").code == "PE.0001"


def test_a_suspension_remembers_what_it_interrupted():
    project = make.project(status="closing")
    project = actions.follow(project, by=None, status="suspended")
    assert project.held_from == "closing"
    assert actions.follow(project, by=None, status="closing").held_from == ""


def test_the_end_has_its_moment():
    project = actions.follow(make.project(status="closing"), by=None, status="closed")
    assert project.ended_at is not None


def test_an_override_makes_active_what_is_in_endorsement_and_nothing_else():
    until = timezone.now() + timedelta(days=30)
    for status in set(Status) - {Status.IN_ENDORSEMENT}:
        project = make.project(status=status)
        with pytest.raises(IllegalStep):
            actions.follow(project, by=None, status="closing" if status == "active" else "active", override_until=until)

    project = actions.follow(make.project(status="in_endorsement"), by=None, status="active", override_until=until)
    assert (project.override_until_at, project.code, project.is_published) == (until, "PE.0001", False)
    with pytest.raises(IllegalStep):
        actions.follow(project, by=None, status="closing")

    project = actions.follow(project, by=None, status="in_endorsement")
    assert project.override_until_at is None


@pytest.mark.parametrize("status", ["draft", "in_endorsement", "not_endorsed", "endorsed", "cancelled", "closed"])
def test_the_database_knows_no_override_but_of_an_active_project(status):
    project = make.project(status=status)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(override_until_at=timezone.now())


def test_the_database_knows_no_active_project_without_endorsement_or_without_code():
    project = make.project(status="in_endorsement")
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(status="active", code="PE.9")
    project = make.project(status="endorsed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(status="active")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_activations_at_once_give_each_its_own_code_without_a_gap():
    projects = [make.project(status="endorsed") for _ in range(6)]
    gate, problems = threading.Barrier(len(projects)), []

    def run(project):
        try:
            gate.wait()
            actions.follow(project, by=None, status="active")
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(project,)) for project in projects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    codes = sorted(Project.objects.values_list("code", flat=True))
    assert codes == [f"PE.{n:04d}" for n in range(1, 7)]
    assert CodeBook.objects.get().last == 6
    assert Event.objects.filter(verb="projects.followed", after="active").count() == 6

"""The history on a project's page: a sitting of edits is one line that names its sections."""

import pytest

from projects.views import history
from pvehub.audit import trail, words
from tests import make

pytestmark = pytest.mark.django_db


def told(project):
    events = history.read(project)
    return history.lines(events, words.people_of(events))


def test_edits_of_one_sitting_are_one_line_that_names_the_sections_in_order():
    project = make.project()
    for section in ("overview", "results", "overview"):
        trail.record(project, "projects.edited", by=project.manager, note=section)

    newest = told(project)[0]

    assert (newest["label"], newest["note"]) == ("Content changed", "Overview, Results")


def test_another_persons_edit_and_another_day_are_lines_of_their_own(time_machine):
    project, other = make.project(), make.officer("UG")
    trail.record(project, "projects.edited", by=project.manager, note="overview")
    trail.record(project, "projects.edited", by=other, note="overview")

    assert [line["actor"] for line in told(project)[:2]] == [other, project.manager]

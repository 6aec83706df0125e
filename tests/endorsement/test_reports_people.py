"""Who writes reports, who judges them, who reads them and who reads nothing of them."""

import pgtrigger
import pytest
from django.utils import timezone

from endorsement import actions, permissions
from endorsement.actions import Typed
from endorsement.models import Report, ReportVersion
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db
CANARY = "kestrel9"


def now():
    return timezone.now()


def today():
    return timezone.localdate()


def fresh(report):
    return Report.objects.select_related("project__lead_office").get(pk=report.pk)


# By hand: who does what, whatever the state lets through.
WRITES = {"manager", "officer", "chief", "on_the_team"}
JUDGES = {"lead", "reviewer", "head"}


@pytest.mark.parametrize("state", ["due", "submitted", "returned", "accepted", "dropped"])
def test_who_writes_and_who_judges_in_every_state(state):
    project = make.running_project()
    people = make.people_around(project)
    report = make.interim(project) if state in ("due", "dropped") else make.sent(make.interim(project))
    Report.objects.filter(pk=report.pk).update(state=state)
    report = fresh(report)

    writes = {name for name, one in people.items() if not permissions.why_not_write_report(one, report)}
    judges = {name for name, one in people.items() if not permissions.why_not_review_report(one, report)}

    assert writes == (WRITES if state in ("due", "returned") else set())
    assert judges == (JUDGES if state == "submitted" else set())


@pytest.mark.parametrize("state", ["due", "submitted", "accepted"])
def test_actions_refuse_whoever_is_not_listed(state):
    project = make.running_project()
    people = make.people_around(project)
    report = make.interim(project) if state == "due" else make.sent(make.interim(project))
    Report.objects.filter(pk=report.pk).update(state=state)
    report = fresh(report)
    seen = report.versions.get().sha256 if state != "due" else ""
    calls = {
        "write": (WRITES if state == "due" else set(), lambda by: actions.write_report(report, {}, by=by)),
        "send": (set(), lambda by: actions.send_report(report, by=by, seen=-1)),
        "accept": (set(), lambda by: actions.accept_report(report, by=by, seen=seen)),
        "return": (set(), lambda by: actions.return_report(report, by=by, seen=seen, text="", due_on=today())),
        "donor": (
            WRITES,
            lambda by: actions.ask_donor_report(
                project, by=by, donor=str(by.pk), from_on=today(), to_on=today(), due_on=today()
            ),
        ),
    }
    passed = set()
    for name, one in people.items():
        for act, (_listed, call) in calls.items():
            if act == "accept" and name in JUDGES and state == "submitted":
                continue  # tried in the tests above
            try:
                call(one)
            except (access.Refused, access.Moved, access.Unmet, IndexError):
                continue
            passed.add((act, name))
    assert passed == {(act, name) for act, (listed, _call) in calls.items() for name in listed}


def test_who_sent_it_gives_no_word_on_it():
    report = make.sent()
    one = make.reviewer()
    with pgtrigger.ignore():
        ReportVersion.objects.update(sent_by=one)

    assert "You sent this report yourself" in permissions.why_not_review_report(one, report)


# Who reads


def test_readers_of_open_sections_and_those_with_a_tie_to_headquarters_read_nothing_of_it(as_):
    project = make.running_project()
    people = make.people_around(project)
    report = make.sent_back(make.sent(make.interim(project), word=CANARY), text=f"Why {CANARY}?")
    pages = [report.get_absolute_url(), f"{report.get_absolute_url()}versions/1/", "/reports/?turn=all", "/reports/"]
    pages += [project.get_absolute_url()]

    for name in ("other_officer", "colleague", "recused", "of_the_office_too", "curator", "administrator"):
        client = as_(people[name])
        for page in pages:
            answer = client.get(page)
            assert CANARY not in answer.content.decode(), (name, page)
            assert report.get_absolute_url() not in answer.content.decode() or answer.status_code == 404, (name, page)
        assert client.get(pages[0]).status_code == 404
        assert Report.objects.visible_to(people[name]).count() == 0
    for name in ("manager", "officer", "chief", "lead", "reviewer", "head", "specialist", "director"):
        assert CANARY in as_(people[name]).get(pages[0]).content.decode(), name


def test_what_is_being_written_is_read_by_its_writers_alone(as_):
    report = make.interim()
    actions.write_report(report, {"results": Typed(CANARY, 0)}, by=report.project.manager)
    page = report.get_absolute_url()

    assert CANARY in as_(report.project.manager).get(f"{page}write/").content.decode()
    reviewer = as_(make.reviewer())
    for path in (page, f"{page}write/", f"{page}send/", f"{page}review/"):
        answer = reviewer.get(path)
        assert CANARY not in answer.content.decode()
    assert answer.status_code == 403


def test_the_title_of_a_lesson_is_shown_only_to_who_may_read_it(as_):
    project = make.running_project()
    make.resource(state="submitted", project=project, title=f"Lesson {CANARY}", tier=2)
    report = make.sent(make.interim(project))

    assert CANARY not in str(report.versions.get().content)
    assert CANARY not in as_(make.officer("UG")).get(report.get_absolute_url()).content.decode()
    assert CANARY in as_(make.reviewer()).get(report.get_absolute_url()).content.decode()

"""Lists, cards and the case page cost the same number of queries however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case, Decision, Report
from endorsement.workflow import Status
from projects.models import NotifiedChange
from tests import make

pytestmark = pytest.mark.django_db


def queries(call):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        call()
    return len(seen)


def many(n):
    officer, now = make.officer("UG"), timezone.now()
    for _n in range(n):
        project = make.project(manager=officer)
        case = Case.objects.create(
            ref=f"{project.ref}-1", project=project, author=officer, opened_at=now, moved_at=now, submitted_at=now
        )
        make.put(case, Status.SCREENING)


@pytest.mark.parametrize("turn", ["", "all"])
def test_the_list_costs_the_same_with_one_three_and_three_hundred_rows(as_, turn):
    reviewer = as_(make.reviewer())
    reviewer.get("/cases/", {"turn": turn})  # what a process asks once, it has asked
    costs = []
    for more in (1, 2, 297):
        many(more)
        costs.append(queries(lambda: reviewer.get("/cases/", {"turn": turn})))

    assert len(set(costs)) == 1
    assert costs[0] <= 12


def test_the_cards_cost_the_same_however_many_cases(rf):
    reviewer = make.reviewer()
    card = Template("{% load endorsement %}{% cases_awaiting_me %}{% cases_waiting_on_others %}{% dues_awaiting_me %}")

    def drawn():
        request = rf.get("/")  # each page asks anew
        request.user = reviewer
        card.render(Context({"request": request}))

    drawn()  # what a process asks once, it has asked
    costs = []
    for more in (1, 2, 20):
        many(more)
        costs.append(queries(drawn))

    assert len(set(costs)) == 1


def test_the_case_page_costs_the_same_however_many_threads(as_):
    case = make.case(Status.REVIEW)
    lead = as_(case.lead)
    lead.get(case.get_absolute_url())  # what a process asks once, it has asked
    costs = []
    for more in (1, 4, 20):
        for n in range(more):
            thread = make.question(case, text=f"Why {n}?")
            actions.reply(thread, by=case.lead, text="And how?")
        costs.append(queries(lambda: lead.get(case.get_absolute_url())))

    assert len(set(costs)) == 1
    assert costs[0] <= 30


def more_of_the_passage(project, numbers):
    """Changes TRD was told of, reports, amendments that were withdrawn and amendments that are drafts."""
    now, first = timezone.now(), Decision.objects.get(case__project=project)
    for n in numbers:
        NotifiedChange.objects.create(
            project=project,
            section="results",
            field=f"field-{n}",
            made_by=project.manager,
            made_at=now,
            objection_until_on=(now + timedelta(days=4)).date(),
        )
        day = project.end_on + timedelta(days=n)
        Report.objects.create(
            project=project, kind="donor", number=1000 + n, from_on=day, to_on=day, due_on=day, moved_at=now
        )
        for slug, status in (("w", Status.WITHDRAWN), ("d", Status.DRAFT)):
            case = Case.objects.create(
                ref=f"{project.ref}-{n}{slug}",
                project=project,
                kind=Case.Kind.AMENDMENT,
                baseline=first.submission,
                author=project.manager,
                opened_at=now,
                moved_at=now,
            )
            make.put(case, status, submitted_at=None if status == Status.DRAFT else now)


def test_the_page_of_an_endorsed_project_costs_the_same_with_1_3_and_30_changes_reports_and_cases(as_):
    project = make.interim().project
    make.saved(project, title="Another name")  # TRD is told
    make.saved(project, section="results", theory_of_change="Another way entirely.")  # waits for an amendment
    page = reverse("projects:project-detail", args=[project.ref])
    readers = {
        "manager": project.manager,
        "chief": make.chief("UG"),
        "head": make.head(),
        "reviewer": make.reviewer(),
        "director": make.doe_director(),
    }
    clients = {name: as_(person) for name, person in readers.items()}
    costs = {name: [] for name in readers}
    for numbers in (range(1), range(1, 3), range(3, 30)):
        more_of_the_passage(project, numbers)
        for name, client in clients.items():
            client.get(page)  # what a process asks once, it has asked
            costs[name].append(queries(lambda client=client: client.get(page)))

    shown = clients["head"].get(page).content.decode()
    assert shown.count("field-") >= 30
    assert 'id="coverage"' in shown and 'id="risk-register"' in shown
    assert all(len(set(counts)) == 1 for counts in costs.values()), costs
    assert max(max(counts) for counts in costs.values()) <= 30, costs


def test_the_page_of_a_comment_costs_the_same_with_3_and_30_people_to_name(as_):
    case = make.case(Status.REVIEW)
    lead, page = as_(case.lead), reverse("endorsement:case-comment", args=[case.ref])
    costs, named = [], []
    for more in (3, 27):
        for _n in range(more):
            make.reviewer()
        named.append(lead.get(page).content.decode().count('name="mentions"'))
        costs.append(queries(lambda: lead.get(page)))

    assert named[1] - named[0] == 27
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 30

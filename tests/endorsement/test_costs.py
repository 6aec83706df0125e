"""Lists, cards and the case page cost the same number of queries however much there is."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case
from endorsement.workflow import Status
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

    def shown():
        request = rf.get("/")
        request.user = reviewer
        return card.render(Context({"request": request}))

    card = Template("{% load endorsement %}{% cases_awaiting_me %}{% cases_waiting_on_others %}")
    costs = []
    for more in (1, 2, 20):
        many(more)
        costs.append(queries(shown))

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

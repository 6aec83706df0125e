"""The region's word before headquarters screens: given, or its days let pass."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from endorsement import actions, tasks
from endorsement.models import Case
from endorsement.workflow import Status
from pvehub import access
from pvehub.audit import trail
from pvehub.people.calendar import add_working_days
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.case(Status.REGIONAL)


@pytest.fixture
def specialist():
    return make.someone("regional-specialist", "NBO")


def test_clock_of_the_region_runs_in_its_own_working_days(case):
    assert case.due_on == add_working_days(case.project.region, timezone.localdate(), 5)
    assert case.turn == "region"


def test_advice_goes_on_with_the_case_and_everyone_on_it_reads_it(case, specialist, as_):
    assert list(Case.objects.awaiting(specialist)) == [case]
    as_(specialist).post(f"/cases/{case.ref}/advise/", {"text": "The ferry is out until March."})

    case.refresh_from_db()
    assert case.status == Status.SCREENING
    for person in (case.project.manager, make.someone("trd-reviewer"), specialist):
        assert "The ferry is out until March." in as_(person).get(case.get_absolute_url()).content.decode()


def test_advice_without_a_word_is_refused(case, specialist):
    with pytest.raises(access.Unmet, match="Write the advice"):
        actions.advise(case, by=specialist, text=" ")


def test_region_that_lets_its_days_pass_holds_nothing_up_and_the_record_says_so(case, specialist):
    assert tasks.lapse_advice() == 0
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert tasks.lapse_advice() == 1
        assert tasks.lapse_advice() == 0

    case.refresh_from_db()
    assert case.status == Status.SCREENING
    advice = case.regional_advice.get()
    assert (advice.by, advice.text) == (None, "")
    assert trail.of(case).filter(verb="endorsement.advised").get().actor_uid is None
    with pytest.raises(access.Moved):
        actions.advise(case, by=specialist, text="Too late.")


def test_only_the_region_of_the_project_advises(case):
    for person in (make.user("regional-specialist", "DKR"), make.regional_director("NBO"), make.head()):
        with pytest.raises(access.Refused, match="regional office"):
            actions.advise(case, by=person, text="x")

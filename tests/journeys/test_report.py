"""An interim report: written by an officer, sent, returned once with a question, answered and accepted."""

import pytest

from endorsement.models import Report
from tests import make
from tests.journeys.walking import Walker
from tests.machinery.amount import of_the_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture(params=of_the_day(["nojs", "js"]))
def mode(request):
    return request.param


def test_an_interim_report_is_returned_once_and_then_accepted(browser, live_server, as_app_role, mode):
    report = make.written(make.interim())
    officer = Walker(browser, live_server.url, report.project.manager, mode)
    lead = Walker(browser, live_server.url, make.someone("lead"), mode)
    try:
        sent(officer, report)
        returned(lead, report)
        answered(officer, report)
        accepted(lead, report)
        assert not officer.problems + lead.problems
    finally:
        officer.close()
        lead.close()


def sent(officer, report):
    officer.sign_in()
    officer.go(report.project.get_absolute_url())
    officer.follow(f"Interim report {report.number}")
    officer.follow("Write the report")
    officer.fill(results="Two committees meet each week.")
    officer.press("Save, check and send")
    assert officer.reads("Two committees meet each week.")
    officer.press("Freeze and send to TRD")
    assert officer.reads("Sent. TRD has been told and has ten working days.")


def returned(lead, report):
    lead.sign_in()
    lead.go("/reports/")
    lead.follow(f"Interim report {report.number}")
    lead.follow("Give TRD's word")
    lead.fill(outcome="returned", text="How many women?")
    lead.press("Give it")
    assert Report.objects.get(pk=report.pk).state == "returned"


def answered(officer, report):
    officer.go("/reports/")
    officer.follow(f"Interim report {report.number}")
    officer.follow("Write the report")
    assert officer.reads("How many women?")
    officer.fill(people="Forty, of whom twenty-two are women.")
    officer.press("Save, check and send")
    officer.press("Freeze and send to TRD")


def accepted(lead, report):
    lead.go(f"{report.get_absolute_url()}review/")
    assert lead.reads("twenty-two")
    lead.fill(outcome="accepted")
    lead.press("Give it")
    assert lead.reads("Accepted")
    assert Report.objects.get(pk=report.pk).state == "accepted"

"""The pages of reports: from the first word to acceptance, with nothing lost, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from endorsement import telling
from endorsement.models import Report, ReportVersion
from tests import make

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def today():
    return timezone.localdate()


def fresh(report):
    return Report.objects.select_related("project__lead_office").get(pk=report.pk)


# The pages


def test_the_pages_carry_a_report_from_first_word_to_acceptance(as_):
    report = make.interim()
    page = report.get_absolute_url()
    manager, lead = as_(report.project.manager), as_(make.someone("lead"))
    names = telling.questions(report, [])
    words = {name: f"Word of {name}." for name in names} | {f"revision-{name}": "0" for name in names}

    assert manager.get(f"{page}write/").status_code == 200
    assert manager.post(f"{page}write/", words | {"send": "1"})["Location"] == f"{page}send/"
    assert "Word of results." in manager.get(f"{page}send/").content.decode()
    key = {"once": "6f3c2e5e-7a55-4a2e-9a53-000000000001", "revision": str(fresh(report).revision)}
    assert manager.post(f"{page}send/", key)["Location"] == page
    assert manager.post(f"{page}send/", key)["Location"] == page
    assert ReportVersion.objects.count() == 1

    seen = ReportVersion.objects.get().sha256
    back = {"outcome": "returned", "text": "How many?", "due_on": str(today() + timedelta(days=9)), "seen": seen}
    assert lead.post(f"{page}review/", back | {"text": ""}).status_code == 200
    assert lead.post(f"{page}review/", back)["Location"] == page
    assert "How many?" in manager.get(f"{page}write/").content.decode()

    manager.post(f"{page}write/", {"results": "Forty women.", "revision-results": "1"})
    assert manager.post(f"{page}send/", {"revision": str(fresh(report).revision)}).status_code == 302
    shown = lead.get(f"{page}review/").content.decode()
    assert "<ins" in shown and "Forty" in shown and "women" in shown and "<del" in shown
    seen = ReportVersion.objects.get(number=2).sha256
    assert lead.post(f"{page}review/", {"outcome": "accepted", "text": "", "seen": seen})["Location"] == page
    assert fresh(report).state == "accepted"
    assert "Forty women." in manager.get(f"{page}versions/2/").content.decode()


def test_a_stale_page_keeps_both_texts_and_lets_its_author_choose(as_):
    report = make.interim()
    page = f"{report.get_absolute_url()}write/"
    manager, officer = as_(report.project.manager), as_(make.officer("UG"))
    manager.post(page, {"results": "One.", "revision-results": "0"})

    answer = officer.post(page, {"results": "Two.", "revision-results": "0"}, follow=True)
    shown = answer.content.decode()
    assert "One." in shown and "Two." in shown and 'name="take"' in shown

    officer.post(page, {"take": "results"})
    assert telling.written(fresh(report), "results").text == "Two."


def test_the_script_saves_one_text_and_hears_of_another(as_):
    report = make.interim()
    url = f"{report.get_absolute_url()}draft/"
    manager, officer = as_(report.project.manager), as_(make.officer("UG"))

    told = manager.post(url, {"field": "results", "text": "One.", "revision": "0"})
    assert (told.status_code, told.json()["revision"]) == (200, 1)
    assert officer.post(url, {"field": "results", "text": "Two.", "revision": "0"}).status_code == 409
    assert telling.written(fresh(report), "results").others[0][1] == "Two."
    assert as_(make.reviewer()).post(url, {"field": "results", "text": "x", "revision": "1"}).status_code == 403


def test_a_form_sent_after_the_session_has_ended_loses_no_word(as_, client):
    report = make.interim()
    page = f"{report.get_absolute_url()}write/"
    shown = as_(report.project.manager).get(page).content.decode()
    held = shown.split('name="held" value="')[1].split('"')[0]

    answer = client.post(page, {"results": "Typed on the road.", "revision-results": "0", "held": held})
    assert answer["Location"].startswith("/accounts/login/")
    assert telling.written(fresh(report), "results").text == "Typed on the road."
    client.post(page, {"results": "Forged.", "revision-results": "1", "held": "x"})
    assert telling.written(fresh(report), "results").text == "Typed on the road."


@pytest.mark.parametrize(
    "words", [{"outcome": "x", "seen": "\x00"}, {"outcome": "returned", "due_on": "31/31/2026"}, {}]
)
def test_nonsense_gets_a_page_with_what_was_typed(as_, words):
    report = make.sent()

    answer = as_(make.someone("lead")).post(f"{report.get_absolute_url()}review/", words | {"text": "My words stay."})

    assert answer.status_code == 200
    assert "My words stay." in answer.content.decode()


def test_a_donor_report_is_planned_once_and_taken_back_with_a_reason(as_):
    project = make.running_project()
    manager = as_(project.manager)
    words = {"donor": "Norad", "from_on": str(today()), "to_on": str(today()), "due_on": str(today())}
    url = f"/reports/{project.ref}/donor/"

    assert manager.post(url, words).status_code == 302
    again = manager.post(url, words)
    assert again.status_code == 409 and "This donor has a report up to that day already." in again.content.decode()
    report = Report.objects.get(kind="donor")
    assert manager.post(f"{report.get_absolute_url()}drop/", {"reason": "Asked by phone."}).status_code == 302
    assert fresh(report).state == "dropped"
    assert manager.post(f"{make.interim(project).get_absolute_url()}drop/", {"reason": "x"}).status_code == 403


# What it costs


def cost(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_pages_stay_within_thirty_queries_however_often_it_was_sent_and_however_much_is_measured(as_):
    project = make.running_project()
    report = make.sent(make.sent_back(make.sent(make.interim(project))), word="Again")
    manager, lead = as_(project.manager), as_(make.someone("lead"))
    page = report.get_absolute_url()
    costs = []
    for number in (1, 3, 30):
        for n in range(number):
            make.indicator(project, name=f"Stalls {number} {n}")
            make.risk(project.register, event=f"Something {number} {n}.")
        shown = [cost(manager, page), cost(lead, f"{page}review/"), cost(manager, f"{page}versions/2/")]
        Report.objects.filter(pk=report.pk).update(state="returned")
        shown += [cost(manager, f"{page}write/"), cost(manager, f"{page}send/")]
        Report.objects.filter(pk=report.pk).update(state="submitted")
        costs.append(shown)

    assert costs[1:] == costs[:-1]
    assert max(costs[0]) <= 30, costs

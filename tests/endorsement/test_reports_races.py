"""Two people at one report in the same moment, on two connections to a real PostgreSQL; and the same on naive code."""

from functools import partial

import pytest
from django.db import transaction

from endorsement import actions, telling
from endorsement.actions import Typed
from endorsement.models import Report, ReportReview, ReportVersion
from pvehub import access
from tests import make
from tests.machinery.amount import ROUNDS
from tests.machinery.together import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]


def fresh(report):
    return Report.objects.select_related("project__lead_office").get(pk=report.pk)


def test_two_who_save_the_same_text_at_once_lose_no_word():
    report = make.interim()
    manager, officer = report.project.manager, make.officer("UG")
    for n in range(ROUNDS):
        seen = telling.written(fresh(report), "results").revision

        results = at_once(
            partial(actions.write_report, report, {"results": Typed(f"Manager {n}.", seen)}, by=manager),
            partial(actions.write_report, report, {"results": Typed(f"Officer {n}.", seen)}, by=officer),
        )

        assert sorted(met for _report, met in results) == [[], ["results"]]
        found = telling.written(fresh(report), "results")
        texts = {found.text, *(text for _uid, text, _at in found.others)}
        assert texts >= {f"Manager {n}.", f"Officer {n}."}


def test_the_same_on_naive_code_loses_one():
    report = make.interim()

    def naive(text):
        with transaction.atomic():
            found = fresh(report)
            found.content.setdefault("fields", {})[text] = {"text": text}
            found.save(update_fields=["content"])

    for _n in range(50):
        Report.objects.filter(pk=report.pk).update(content={})
        at_once(partial(naive, "One."), partial(naive, "Two."))
        if len(fresh(report).content["fields"]) == 1:
            return
    pytest.fail("naive code lost nothing in fifty rounds")


def test_a_report_sent_twice_at_once_is_one_version_and_one_word_settles_it():
    report = make.written(make.interim())
    lead, head, manager = make.someone("lead"), make.someone("trd-head"), report.project.manager
    for n in range(1, ROUNDS // 4 + 1):
        send = partial(actions.send_report, report, by=manager, seen=fresh(report).revision)
        results = at_once(send, send)
        assert sorted(type(result).__name__ for result in results) == ["Refused", "ReportVersion"], results
        assert ReportVersion.objects.count() == n

        seen = ReportVersion.objects.latest("pk").sha256
        back = {"text": f"How many {n}?", "due_on": make.soon()}
        results = at_once(
            partial(actions.accept_report, report, by=lead, seen=seen, text=f"Clear {n}."),
            partial(actions.return_report, report, by=head, seen=seen, **back),
        )
        late = [result for result in results if isinstance(result, access.Moved)]
        assert len(late) == 1, results
        assert ReportReview.objects.count() == n
        assert set(late[0].kept.values()) <= {f"Clear {n}.", f"How many {n}?"}
        Report.objects.filter(pk=report.pk).update(state="returned")

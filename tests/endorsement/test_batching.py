"""Several cases at once: each its own result and its own transaction; what is not allowed says why and stops nothing."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from endorsement import actions
from endorsement.models import Assignment
from endorsement.workflow import Status
from pvehub.audit import trail
from pvehub.notifications import outbox as sending
from pvehub.notifications.models import Delivery, Notice
from tests import make

pytestmark = pytest.mark.django_db
REVIEWER = Assignment.Part.REVIEWER


def reminded():
    return Notice.objects.filter(kind="endorsement.reminded")


def test_a_reader_is_named_for_each_case_and_where_it_cannot_be_the_reason_stands_beside_it():
    head, one = make.head(), make.reviewer()
    fine, over, tied = make.case(Status.REVIEW), make.case(Status.ENDORSED), make.case(Status.REVIEW)
    actions.recuse(tied, one, by=one, reason="A friend leads it.")

    results = actions.assign_each([fine, over, tied], one, by=head, part=REVIEWER)

    assert [(row.case, row.is_done) for row in results] == [(fine, True), (over, False), (tied, False)]
    assert "while the case is with TRD" in results[1].sentence
    assert "tie to this project" in results[2].sentence
    assert list(Assignment.objects.filter(reviewer=one).values_list("case", flat=True)) == [fine.pk]


def test_who_may_not_assign_gets_the_sentence_for_each():
    case = make.case(Status.REVIEW)

    (result,) = actions.assign_each([case], make.reviewer(), by=make.reviewer(), part=REVIEWER)

    assert not result.is_done and "lead" in result.sentence
    assert case.assignments.count() == 2


def test_the_same_form_twice_does_each_item_once():
    head, one, case, key = make.head(), make.reviewer(), make.case(Status.REVIEW), uuid.uuid4()

    first, second = (actions.assign_each([case], one, by=head, part=REVIEWER, key=key) for _ in range(2))

    assert first[0].is_done and second[0].is_done and "already" in second[0].sentence
    assert case.assignments.filter(reviewer=one).count() == 1


def test_who_has_the_next_step_is_reminded_once_a_day():
    head, case = make.head(), make.case(Status.RETURNED)

    first, second = actions.remind_each([case], by=head)[0], actions.remind_each([case], by=head)[0]

    assert first.is_done and str(case.project.manager) in first.sentence
    assert not second.is_done and "already" in second.sentence
    assert [notice.recipient for notice in reminded()] == [case.project.manager]
    assert trail.of(case).filter(verb="endorsement.reminded").count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert actions.remind_each([case], by=head)[0].is_done


def test_nobody_reminds_themselves_nor_of_a_case_that_is_over():
    case, over, only = make.case(Status.SCREENING), make.case(Status.WITHDRAWN), make.reviewer()
    alone, ended = actions.remind_each([case, over], by=only)

    assert not alone.is_done and "Nobody else" in alone.sentence
    assert not ended.is_done and "Withdrawn" in ended.sentence


def test_a_case_that_moved_on_is_not_mailed_about(mailoutbox):
    head, case = make.head(), make.case(Status.RETURNED)
    actions.remind_each([case], by=head)
    actions.withdraw(case, by=case.project.manager, reason="x")
    Delivery.objects.exclude(notice__kind="endorsement.reminded").delete()

    sending.send()

    assert mailoutbox == []


def test_on_the_page_cases_are_chosen_and_each_has_its_result(as_):
    head, one = make.head(), make.reviewer()
    fine, over = make.case(Status.REVIEW), make.case(Status.ENDORSED)
    own = make.reviewer()
    make.posting(own, role="staff", office="UG")
    client = as_(head)

    listed = client.get("/oversight/waiting/").content.decode()
    assert f'name="case" value="{fine.ref}"' in listed
    page = client.get(f"/oversight/batch/?case={fine.ref}&case={over.ref}&case=PVE-0000-9999-1").content.decode()
    assert set(re.findall(r'name="case" value="([^"]+)"', page)) == {fine.ref, over.ref}
    form = {"case": [fine.ref, over.ref], "act": "reviewer", "person": one.pk, "once": str(uuid.uuid4())}
    done = client.post("/oversight/batch/", form)
    assert done.context["done"] == 1 and "1 of 2 done." in done.content.decode()
    assert "while the case is with TRD" in done.content.decode()

    nameless = client.post("/oversight/batch/", form | {"person": "", "once": str(uuid.uuid4())})
    assert "Name the person." in nameless.content.decode()
    assert f'value="{over.ref}"' in nameless.content.decode()
    assert as_(own).post("/oversight/batch/", form | {"act": "remind"}).context["results"] == []
    assert not reminded().exists()

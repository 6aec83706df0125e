"""Until when an endorsement holds, an extension of it, and the emergency track."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from endorsement import actions, validity
from endorsement.workflow import Status
from projects.models import Project
from pvehub import access
from pvehub.notifications.models import Delivery, Notice
from tests import make
from tests.machinery.daytime import next_night

pytestmark = pytest.mark.django_db
NEW = "Traders, young people and the new district council settle disputes together."


def chief():
    return make.someone("chief-of-mission", "UG")


def test_an_endorsement_holds_until_the_end_of_its_version_unless_an_earlier_day_is_named():
    case = make.case(Status.DECISION)
    seen, by = case.current_submission.sha256, make.someone("trd-head")
    for day, why in [(timezone.localdate(), "has to lie ahead"), (date(2028, 1, 2), "at the latest")]:
        with pytest.raises(access.Unmet, match=why):
            actions.endorse(case, by=by, seen=seen, valid_until_on=day, **make.SAID)

    named = actions.endorse(case, by=by, seen=seen, valid_until_on=date(2027, 6, 30), **make.SAID)

    assert named.valid_until_on == date(2027, 6, 30)
    assert make.case(Status.ENDORSED).decisions.get().valid_until_on == date(2028, 1, 1)


def test_an_extension_asks_for_more_time():
    before = make.at_work()
    case = make.amendment(before=before, kind="extension")
    with pytest.raises(access.Unmet, match="An extension needs an end"):
        actions.submit(case, by=before.project.manager)

    make.say(before.project, end_on="2028-09-30")

    assert actions.submit(case, by=before.project.manager).status == Status.CLEARANCE


@pytest.mark.parametrize(
    ("named", "end", "published", "until"),
    [
        (date(2028, 1, 1), date(2028, 1, 1), date(2028, 1, 1), date(2028, 1, 1)),
        (date(2028, 1, 1), date(2028, 1, 1), date(2028, 3, 1), date(2028, 3, 1)),
        (date(2028, 1, 1), date(2028, 1, 1), date(2027, 3, 1), date(2028, 1, 1)),
        (date(2027, 6, 1), date(2028, 1, 1), date(2028, 3, 1), date(2027, 6, 1)),
        (None, None, date(2028, 3, 1), None),
    ],
)
def test_a_notified_extension_carries_an_endorsement_that_was_given_to_the_end(named, end, published, until):
    assert validity.until(named, version_end_on=end, published_end_on=published) == until


# Emergency.


def test_an_emergency_skips_the_region_holds_ninety_days_and_is_mailed_at_night():
    project = make.ready_project()
    project.region.__class__.objects.filter(pk=project.region.pk).update(has_regional_stage=True)
    case = actions.open_case(project, by=project.manager, kind="emergency", reason="Elections were brought forward.")
    with next_night():
        case = actions.submit(case, by=project.manager)
        case = actions.clear(case, by=chief())
        assert case.status == Status.SCREENING
        mails = Delivery.objects.filter(notice__kind="endorsement.cleared")
        assert mails and all(mail.due_at == timezone.now() for mail in mails)
        case = make.decided(make.at_decision(make.in_review(case)), Status.ENDORSED)
        decided_on = timezone.localdate()

    assert case.decisions.get().valid_until_on == decided_on + timedelta(days=90)
    assert Project.objects.get(pk=case.project_id).status == "endorsed"


def test_an_ordinary_case_does_not_mail_at_night():
    project = make.ready_project()
    case = actions.open_case(project, by=project.manager)
    with next_night():
        actions.clear(actions.submit(case, by=project.manager), by=chief())

        mails = Delivery.objects.filter(notice__kind="endorsement.cleared")
        assert mails and all(mail.due_at > timezone.now() for mail in mails)


def test_the_notice_of_a_superseded_case_stands_once_for_each_person():
    case = make.amendment(Status.ENDORSED, theory_of_change=NEW)

    rows = Notice.objects.filter(kind="endorsement.superseded").values_list("recipient", flat=True)

    assert len(rows) == len(set(rows)) == 3
    assert case.status == Status.ENDORSED

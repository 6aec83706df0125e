"""After the endorsement: whether a project is still covered, what TRD is told of, and how it objects."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from endorsement import actions, guards, permissions, tasks
from endorsement.workflow import Status
from projects.models import NotifiedChange, Project
from pvehub import access
from pvehub.audit import trail
from pvehub.notifications import outbox as sending
from pvehub.notifications.models import Delivery, Notice
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    make.reference()
    return make.case(Status.ENDORSED)


def missing(case, *, works_on=True):
    project = Project.objects.get(pk=case.project_id)
    return [blocker.sentence for blocker in guards.coverage(project, timezone.localdate(), works_on=works_on).missing]


def text_of(answer):
    return html.unescape(answer.content.decode())


def objection_url(case, change):
    return reverse("endorsement:change-object", args=[case.ref, change.pk])


def stood_aside(case, person):
    head = make.someone("trd-head")
    case.recusals.create(person=person, reason="A cousin.", recused_by=head, recused_at=timezone.now())


def test_what_was_endorsed_is_covered_and_so_is_what_may_go_out(case):
    assert missing(case) == []
    make.saved(case.project, title="Another name", summary="Other words.")

    assert missing(case) == []


def test_what_waits_for_an_amendment_is_not_covered_and_the_team_reads_why(case):
    make.saved(case.project, section="people", target_groups=["RTF", "YTH"])
    (own,), (others,) = missing(case), missing(case, works_on=False)

    assert own.startswith("Target groups: Returnees, former fighters or detention")
    assert others == "Target groups: a change waits for a new endorsement."


def test_a_residual_risk_a_level_up_is_not_covered_and_one_that_fell_is(case):
    risk = case.project.register.risks.first()
    make.assessment(risk, current=Rating(3, {"programme": 3}))
    assert missing(case) == ["1 residual risk stands at a higher level than when it was endorsed."]

    make.assessment(risk, current=Rating(1, {"programme": 1}))
    assert missing(case) == []


def test_a_new_risk_counts_where_it_is_worse_than_the_worst_that_was_judged(case):
    make.risk(case.project.register)
    assert missing(case) == []

    make.risk(case.project.register, current=Rating(4, {"programme": 4}))
    assert len(missing(case)) == 1


def test_a_critical_incident_since_is_not_covered_and_an_earlier_or_lesser_one_is(case):
    register = case.project.register
    make.incident(register, impact_detail={"people": 3}, impact=3)
    make.incident(register, impact_detail={"money": 5}, impact=5, reported_at=timezone.now() - timedelta(days=400))
    assert missing(case) == []

    make.incident(register, impact_detail={"people": 4}, impact=4)
    assert missing(case) == ["A critical incident was reported since it was endorsed."]


def test_a_restricted_incident_is_told_of_without_a_word_of_it(case, as_):
    make.incident(
        case.project.register, impact_detail={"people": 5}, impact=5, title="canarywalk", visibility="restricted"
    )

    page = text_of(as_(case.project.manager).get(case.project.get_absolute_url()))
    assert "A critical incident was reported" in page and "canarywalk" not in page


def test_trd_is_told_once_however_often_the_sweep_comes(case, outbox):
    change = make.told_change(case)
    start = len(outbox)
    for _n in range(3):
        tasks.tell_changes()

    assert outbox.rows()[start:] == [("endorsement.change_made", case.lead)]
    assert Notice.objects.get(kind="endorsement.change_made").facts["change"] == change.pk


def test_without_a_lead_who_may_read_it_the_queue_is_told(case, outbox):
    stood_aside(case, case.lead)
    make.told_change(case)
    start = len(outbox)
    tasks.tell_changes()

    told = {person for _kind, person in outbox.rows()[start:]}
    assert told and case.lead not in told
    assert told <= {make.someone("trd-reviewer"), make.someone("trd-head")}


def test_who_recused_themselves_never_hears_of_it_and_finds_no_page(case, as_):
    change = make.told_change(case)
    stood_aside(case, make.someone("trd-reviewer"))

    assert as_(make.someone("trd-reviewer")).get(objection_url(case, change)).status_code == 404


def test_what_was_taken_back_is_not_mailed(case):
    make.told_change(case)
    tasks.tell_changes()
    make.saved(case.project, title="Market committees of the lake")
    with time_machine.travel(timezone.now().replace(hour=12) + timedelta(days=1), tick=False):
        sending.send()

    mail = Delivery.objects.filter(notice__kind="endorsement.change_made")
    assert mail.exists() and not mail.filter(sent_at__isnull=False).exists()


def test_an_objection_takes_it_out_tells_the_field_and_stands_on_the_case(case, outbox):
    change = make.told_change(case)
    start = len(outbox)
    actions.object_to_change(change, by=make.someone("trd-head"), reason="It marks people.")

    assert make.published_fields(case.project)["title"] == "Market committees of the lake"
    told = outbox.rows()[start:]
    assert {kind for kind, _person in told} == {"endorsement.change_objected"}
    assert {person for _kind, person in told} == {case.project.manager, make.someone("chief-of-mission", "UG")}
    event = trail.of(case).filter(verb="endorsement.change_objected").get()
    assert event.note == "It marks people."
    assert missing(case) == ["Title: TRD has objected to it."]


@pytest.mark.parametrize("who", ["manager", "chief", "director", "administrator", "specialist"])
def test_nobody_but_trd_objects(case, who):
    person = {
        "manager": lambda: case.project.manager,
        "chief": lambda: make.someone("chief-of-mission", "UG"),
        "director": lambda: make.user("doe-director", "HQ"),
        "administrator": make.administrator,
        "specialist": lambda: make.specialist("NBO"),
    }[who]()
    change = make.told_change(case)

    with pytest.raises(access.Refused):
        actions.object_to_change(change, by=person, reason="No.")
    assert make.published_fields(case.project)["title"] == "Another name"


def test_a_reviewer_of_the_own_office_does_not_object(case):
    change = make.told_change(case)
    both = make.reviewer()
    make.posting(both, role="project-officer", office="UG")

    with pytest.raises(access.Refused):
        actions.object_to_change(change, by=both, reason="No.")


def test_after_five_working_days_of_headquarters_it_is_too_late(case, as_):
    change = make.told_change(case)
    last = timezone.now().replace(hour=12) + (change.objection_until_on - timezone.localdate())
    with time_machine.travel(last + timedelta(days=1), tick=False):
        with pytest.raises(access.Moved):
            actions.object_to_change(change, by=make.someone("trd-head"), reason="Late.")
        assert tasks.tell_changes() == 0
    with time_machine.travel(last, tick=False):
        assert permissions.why_not_object_now(change, change.objection_until_on) is None
        actions.object_to_change(change, by=make.someone("trd-head"), reason="In time.")


def test_a_change_that_was_changed_meanwhile_keeps_the_reason_that_was_typed(case, as_):
    change = make.told_change(case)
    make.saved(case.project, title="Yet another name")
    answer = as_(make.someone("trd-head")).post(
        objection_url(case, change), {"reason": "It marks people.", "once": "b" * 32}
    )

    assert answer.status_code == 409 and "It marks people." in text_of(answer)
    assert NotifiedChange.objects.standing().get().objected_at is None


def test_the_page_shows_what_changed_and_objecting_goes_back_to_the_case(case, as_):
    change = make.told_change(case, "Market committees of the river")
    head = as_(make.someone("trd-head"))
    page = text_of(head.get(objection_url(case, change)))
    assert "[taken out] </span>lake" in page and "[added] </span>river" in page

    empty = head.post(objection_url(case, change), {"reason": " ", "once": "c" * 32})
    assert empty.status_code == 200 and "This field is required" in text_of(empty)
    answer = head.post(objection_url(case, change), {"reason": "No.", "once": "d" * 32}, follow=True)
    assert "Taken out of what is published." in text_of(answer)


def test_the_banner_says_covered_or_not_to_who_reads_the_case_and_offers_trd_to_object(case, as_):
    change = make.told_change(case, "Market committees of the river")
    project, officer, head = case.project, as_(case.project.manager), as_(make.someone("trd-head"))

    for client in (officer, head):
        assert "Still covered." in text_of(client.get(project.get_absolute_url()))
        assert "Published since, and told to TRD" in text_of(client.get(case.get_absolute_url()))
    assert objection_url(case, change) in text_of(head.get(case.get_absolute_url()))
    assert objection_url(case, change) not in text_of(officer.get(case.get_absolute_url()))

    make.saved(project, section="results", theory_of_change="If canaryworking.")
    assert "Not covered by the endorsement, because" in text_of(officer.get(project.get_absolute_url()))
    for page in (project.get_absolute_url(), case.get_absolute_url()):
        shown = text_of(head.get(page))
        assert "Theory of change: a change waits for a new endorsement." in shown and "canaryworking" not in shown


def test_past_its_last_day_it_covers_nothing_and_an_extension_trd_was_told_of_moves_that_day(case):
    end = case.decisions.get().valid_until_on
    assert end == case.project.end_on

    def said(day):
        project = Project.objects.get(pk=case.project_id)
        return [blocker.sentence for blocker in guards.coverage(project, day, works_on=True).missing]

    assert said(end) == [] and said(end + timedelta(days=1))[0].startswith("The endorsement held until")
    make.saved(case.project, end_on=(end + timedelta(days=60)).isoformat())
    assert said(end + timedelta(days=1)) == []


def test_who_does_not_read_the_case_sees_no_banner(case, as_):
    make.told_change(case)
    Project.objects.filter(pk=case.project_id).update(tier=0)

    page = text_of(as_(make.user("staff", "NG")).get(case.project.get_absolute_url()))
    assert "Still covered" not in page and "told to TRD" not in page


def test_before_an_endorsement_nothing_is_said():
    make.reference()
    case = make.case(Status.REVIEW)

    assert guards.coverage(case.project, timezone.localdate(), works_on=True) is None


def test_a_recalled_decision_covers_nothing(case):
    actions.recall(case, by=make.someone("trd-head"), reason="Too early.")

    assert guards.standing_decision(Project.objects.get(pk=case.project_id)) is None


def test_the_banner_costs_the_same_however_much_has_changed_and_the_case_page_no_more_than_a_record_may(case, as_):
    def costs(page):
        found = []
        for person in (case.project.manager, make.someone("trd-head")):
            client = as_(person)
            client.get(page)
            with CaptureQueriesContext(connection) as seen:
                client.get(page)
            found.append(len(seen))
        return found

    pages = (case.get_absolute_url(), case.project.get_absolute_url())
    make.saved(case.project, title="Another name", section="overview")
    make.saved(case.project, section="results", theory_of_change="If another.")
    one = [costs(page) for page in pages]
    make.saved(case.project, section="people", targeting="By lot.")
    make.saved(case.project, section="safeguards", mandate="Social cohesion.")
    make.saved(case.project, section="communication", message_donors="We hear.", communication_plan="Radio.")

    assert [costs(page) for page in pages] == one
    assert max(one[0]) <= 30, one

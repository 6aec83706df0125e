"""Incidents: what reporting does to risks and acceptances, whom it tells, who reads it, and the lesson it begins."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from knowledge.models import Resource
from pvehub.access import Moved, Refused, Unmet
from pvehub.notifications.models import Notice
from pvehub.notifications.tasks import send
from risks import actions
from risks.models import Incident
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

MEDIUM = Rating(3, {"programme": 2})


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def officer(register):
    return register.project.manager


def said(**more):
    return {
        "title": "Followed home",
        "text": "Two men followed a facilitator.",
        "happened_on": timezone.localdate(),
        "impact_detail": {"people": 3, "trust": 2},
        **more,
    }


def submitted(register):
    register.project.submitted_once_at = timezone.now()
    register.project.save()
    return register


def here(register, *parts):
    return "/".join(["/risks", register.code, "incidents", *map(str, parts), ""])


def test_the_impact_of_an_incident_is_its_highest_dimension(register, officer):
    incident = actions.report(register, **said(), by=officer)
    assert (incident.ref, incident.impact, incident.is_foreseen) == ("I01", 3, False)
    assert actions.report(register, **said(), by=officer).ref == "I02"


@pytest.mark.parametrize("detail", [{}, {"people": 6}, {"mood": 2}])
def test_an_impact_off_the_scale_is_refused(register, officer, detail):
    with pytest.raises(Unmet):
        actions.report(register, **said(impact_detail=detail), by=officer)


def test_what_has_not_happened_yet_is_refused(register, officer):
    with pytest.raises(Unmet):
        actions.report(register, **said(happened_on=timezone.localdate() + timedelta(days=2)), by=officer)


def test_a_risk_made_real_is_materialised_and_its_acceptance_lapses_with_it(register, officer, fresh, verbs_of):
    risk = make.risk(register, current=MEDIUM)
    acceptance = make.acceptance(risk, is_granted=True)

    incident = actions.report(register, **said(risks=[risk]), by=officer)

    risk, acceptance = fresh(risk), type(acceptance).objects.get(pk=acceptance.pk)
    assert (risk.state, risk.state_reason, acceptance.state) == ("materialised", "I01", "lapsed")
    assert risk.next_review_on == make.today()
    assert verbs_of(risk) == ["risks.materialised", "risks.lapsed"]
    assert incident.is_foreseen and list(incident.risks.all()) == [risk]


def test_a_second_incident_of_the_same_risk_stands_in_its_history(register, officer, verbs_of):
    risk = make.risk(register)
    for _ in range(2):
        actions.report(register, **said(risks=[risk]), by=officer)
    assert verbs_of(risk) == ["risks.materialised", "risks.materialised"]


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_what_is_no_open_risk_cannot_be_made_real_and_nothing_is_recorded(register, officer, state):
    risk = make.risk(register)
    risk.state = state
    risk.save()
    with pytest.raises(Unmet):
        actions.report(register, **said(risks=[risk]), by=officer)
    assert not Incident.objects.exists()


def test_a_risk_of_another_register_is_not_touched(register, officer, fresh):
    stranger = make.risk(make.register(make.project()))
    incident = actions.report(register, **said(risks=[stranger]), by=officer)
    assert fresh(stranger).state == "open" and not incident.risks.exists()


def test_an_incident_is_reported_while_the_register_is_locked(method):
    register = make.register(make.project(status="in_endorsement"))
    assert actions.report(register, **said(), by=register.project.manager).ref == "I01"
    with pytest.raises(Refused):
        actions.report(register, **said(), by=make.reviewer())


def test_an_ordinary_incident_is_told_to_owner_manager_and_chief(register, outbox):
    owner, chief, reporter, director = make.officer(), make.chief(), make.officer(), make.regional_director()
    submitted(register)
    risk = make.risk(register, owner=owner)
    actions.report(register, **said(risks=[risk]), by=reporter)
    told = [row for row in outbox if row[0].startswith("risks.incident")]
    assert sorted(told, key=str) == sorted(
        [("risks.incident_reported", person) for person in (owner, register.project.manager, chief)], key=str
    )
    assert director not in [person for _, person in outbox]


@pytest.mark.parametrize("detail", [{"money": 5}, {"people": 4}])
def test_a_critical_incident_is_told_to_the_seats_above(register, outbox, detail):
    people = [make.chief(), make.regional_director(), make.head(), make.risk_officer()]
    submitted(register)
    actions.report(register, **said(impact_detail=detail), by=make.officer())
    told = {person for kind, person in outbox if kind == "risks.incident_critical"}
    assert told == {*people, register.project.manager}


def test_grave_money_is_not_critical(register, outbox):
    director = make.regional_director()
    submitted(register)
    actions.report(register, **said(impact_detail={"money": 4}), by=make.officer())
    assert ("risks.incident_critical", director) not in outbox


def test_a_restricted_critical_incident_tells_the_rest_only_that_it_is_there(register, officer, outbox):
    chief, head, keeper = make.chief(), make.head(), make.risk_officer()
    submitted(register)
    words = said(title="canarytitle", text="canarytext", done="canarydone", impact_detail={"people": 5})
    actions.report(register, **words, visibility="restricted", by=make.officer())
    assert {p for kind, p in outbox if kind == "risks.incident_critical"} == {chief, keeper}
    assert {p for kind, p in outbox if kind == "risks.incident_restricted"} == {head, officer}
    send()
    assert len(mail.outbox) == 4
    assert "canary" not in "".join(m.subject + m.body + str(m.alternatives) for m in mail.outbox)


def test_a_correction_that_makes_it_critical_tells_upwards_once(register, officer, outbox):
    head = make.head()
    submitted(register)
    incident = actions.report(register, **said(), by=officer)
    for people in (4, 5):
        incident = actions.edit_incident(incident, {"impact_detail": {"people": people}}, by=officer)
    assert incident.impact == 5
    assert list(outbox).count(("risks.incident_critical", head)) == 1


def test_an_incident_is_corrected_while_open_and_never_behind_somebodys_back(register, officer, fresh):
    risk = make.risk(register)
    incident = actions.report(register, **said(), by=officer)
    incident = actions.edit_incident(incident, {"title": "Followed twice", "risks": [risk]}, by=officer)
    assert incident.title == "Followed twice" and fresh(risk).state == "materialised"
    with pytest.raises(Moved) as moved:
        actions.edit_incident(incident, {"text": "my words"}, by=officer, seen="0" * 64)
    assert "my words" in moved.value.kept.values()
    actions.close_incident(incident, words="Two go together.", by=officer)
    with pytest.raises(Refused):
        actions.edit_incident(incident, {"title": "x"}, by=officer)


def test_an_incident_is_closed_with_words_and_reopened(register, officer, verbs_of):
    incident = make.incident(register)
    with pytest.raises(Refused):
        actions.reopen_incident(incident, reason="x", by=officer)
    closed = actions.close_incident(incident, words="Facilitators go home in pairs.", by=officer)
    assert (closed.state, closed.closing) == ("closed", "Facilitators go home in pairs.")
    with pytest.raises(Refused):
        actions.close_incident(incident, words="x", by=officer)
    assert actions.reopen_incident(incident, reason="Again.", by=officer).state == "open"
    assert verbs_of(incident) == ["risks.incident_closed", "risks.incident_reopened"]


def test_incidents_on_their_pages(register, officer, as_, fresh):
    risk, client = make.risk(register), as_(officer)
    assert risk.ref in client.get(f"{here(register, 'report')}?risk={risk.ref}").content.decode()
    data = {
        "title": "Followed",
        "text": "my long words",
        "happened_on": timezone.localdate().isoformat(),
        "visibility": "office",
        "risks": [risk.pk],
    }
    back = client.post(here(register, "report"), data)
    assert back.status_code == 200 and "my long words" in back.content.decode()
    made = client.post(here(register, "report"), data | {"people": "3"})
    assert made.headers["Location"] == here(register, "I01")
    assert fresh(risk).state == "materialised"
    page = client.get(here(register, "I01")).content.decode()
    assert "my long words" in page and risk.ref in page
    assert "I01" in client.get(here(register)).content.decode()
    assert client.post(here(register, "I01", "edit"), data | {"people": "2", "title": "Changed"}).status_code == 302
    assert client.post(here(register, "I01", "close"), {"words": ""}).status_code == 200
    assert client.post(here(register, "I01", "close"), {"words": "Done."}).status_code == 302
    assert client.post(here(register, "I01", "reopen"), {"reason": "Not over."}).status_code == 302
    own = risk.get_absolute_url()
    assert f"{own}resume/" in client.get(own).content.decode()
    assert client.post(f"{own}resume/", {"reason": ""}).status_code == 200
    assert client.post(f"{own}resume/", {"reason": "Over."}).status_code == 302
    assert fresh(risk).state == "open"


def test_a_form_offers_only_risks_that_the_reporter_may_read(register, officer, as_, fresh):
    secret = make.risk(register, visibility="restricted", owner=make.officer(), event="canaryevent")
    make.risk(register)
    client = as_(officer)
    assert "canary" not in client.get(here(register, "report")).content.decode()
    data = said(visibility="office", people="2", risks=[secret.pk])
    assert client.post(here(register, "report"), data).status_code == 200
    assert fresh(secret).state == "open"


def test_a_restricted_incident_is_nowhere_but_in_the_count(register, as_):
    words = dict.fromkeys(("title", "text", "done", "closing"), "canaryincident")
    reporter, risk = make.officer(), make.risk(register)
    actions.report(
        register,
        title="canaryincident",
        text="canaryincident",
        happened_on=timezone.localdate(),
        impact_detail={"people": 5},
        done="canaryincident",
        risks=[risk],
        visibility="restricted",
        by=reporter,
    )
    of_restricted = make.incident(register, make.risk(register, visibility="restricted", owner=make.officer()), **words)
    submitted(register)
    own = register.incidents.get(number=1)
    for person in (make.officer(), make.reviewer(), make.specialist(), make.head()):
        client = as_(person)
        for url in ("/", "/notifications/", f"/projects/{register.project.ref}/", f"/risks/{register.code}/",
                    here(register), risk.get_absolute_url()):  # fmt: skip
            page = client.get(url, follow=True).content.decode()
            assert "canaryincident" not in page, (person, url)
        assert "2 more incidents are restricted" in client.get(here(register)).content.decode()
        for incident in (own, of_restricted):
            for url in ("", "edit/", "close/", "reopen/"):
                assert client.get(incident.get_absolute_url() + url).status_code == 404
    assert "canaryincident" in as_(reporter).get(own.get_absolute_url()).content.decode()
    assert "canaryincident" in as_(make.chief()).get(own.get_absolute_url()).content.decode()
    assert not Notice.objects.filter(facts__icontains="canaryincident").exists()


def test_incidents_cost_the_same_with_1_3_and_300(register, officer, as_, django_assert_max_num_queries):
    client, costs = as_(officer), []
    client.get(here(register))
    for n in (1, 2, 297):
        for _ in range(n):
            make.incident(register, make.risk(register) if n < 3 else register.risks.first())
        with django_assert_max_num_queries(12) as found:
            assert client.get(here(register)).status_code == 200
        costs.append(len(found))
    assert len(set(costs)) == 1, costs
    with django_assert_max_num_queries(30):
        assert client.get(here(register, "I01")).status_code == 200


def hidden_fields(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


@pytest.mark.parametrize(("visibility", "tier"), [("restricted", 3), ("office", 0)])
def test_a_lesson_begun_from_an_incident_is_born_with_its_tier_at_least(register, as_, visibility, tier):
    reporter = make.officer()
    make.incident(register, reported_by=reporter, visibility=visibility, title="What we met", text="The facts of it")
    client = as_(reporter)
    page = client.get(here(register, "I01")).content.decode()
    url = re.search(r'action="(/knowledge/contribute/lesson/[^"]*)"', page)[1]
    assert "facts" not in url.lower()
    form = hidden_fields(page[page.index(url) :])
    begun = client.post(url, {name: form[name] for name in ("begin", "title", "text", "least")})
    text = begun.content.decode()
    assert begun.status_code == 200 and "The facts of it" in text and not Resource.objects.exists()
    least = re.search(r'name="least" value="([^"]*)"', text)[1]
    words = {"title": "What we met", "happened": "The facts of it", "language": "en", "least": least}
    if tier:
        assert client.post(url, words | {"tier": "0"}).status_code == 200
        assert not Resource.objects.exists()
    assert client.post(url, words | {"tier": str(tier)}).status_code == 302
    made = Resource.objects.get()
    assert (made.tier, made.origin_project) == (tier, register.project)


def test_a_tier_somebody_changed_on_the_way_counts_as_the_closest(as_):
    client = as_(make.officer())
    words = {"title": "t", "language": "en", "least": "0:forged", "tier": "0"}
    assert client.post("/knowledge/contribute/lesson/", words).status_code == 200
    assert not Resource.objects.exists()

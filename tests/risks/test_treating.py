"""Measures: shared by several risks, counted when moved back, verified by a second person with words, listed for a register."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pvehub.access import Refused, Unmet
from risks import actions
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def officer(register):
    return register.project.manager


def far(days):
    return timezone.localdate() + timedelta(days=days)


def test_a_day_moved_back_is_counted_and_says_why(register, officer, verbs_of):
    measure = make.treatment(make.risk(register), due_on=far(10))
    with pytest.raises(Unmet, match="moved back"):
        actions.change_treatment(measure, {"due_on": far(20)}, by=officer)
    for days in (20, 30):
        measure = actions.change_treatment(measure, {"due_on": far(days)}, by=officer, reason="The road is closed.")
    assert (measure.postponed, measure.due_on) == (2, far(30))
    assert actions.change_treatment(measure, {"due_on": far(5)}, by=officer).postponed == 2
    risk = measure.risks.get()
    from pvehub.audit import trail

    assert "The road is closed." in trail.of(risk).first().note


def test_what_is_verified_stays_until_it_is_taken_back(register, officer, verbs_of):
    measure, second = make.treatment(make.risk(register), progress="done"), make.officer()
    with pytest.raises(Unmet):
        actions.verify_treatment(measure, by=second, words=" ")
    measure = actions.verify_treatment(measure, by=second, words="I read the minutes.")
    assert measure.verified_words == "I read the minutes."
    for change in ({"text": "Another"}, {"progress": "planned"}, {"risks": [make.risk(register)]}):
        with pytest.raises(Unmet, match="verified"):
            actions.change_treatment(measure, change, by=officer)
    with pytest.raises(Refused):
        actions.unverify_treatment(measure, by=make.reviewer(), reason="x")
    measure = actions.unverify_treatment(measure, by=second, reason="They were of another meeting.")
    assert (measure.verified_at, measure.verified_words) == (None, "")
    with pytest.raises(Refused):
        actions.unverify_treatment(measure, by=second, reason="x")
    assert actions.change_treatment(measure, {"progress": "planned"}, by=officer).progress == "planned"
    assert verbs_of(measure.risks.get()) == [
        "risks.treatment_verified",
        "risks.treatment_unverified",
        "risks.treatment_changed",
    ]


def test_a_measure_comes_to_serve_another_risk_whose_acceptance_lapses(register, officer, fresh, verbs_of):
    one, two = (make.risk(register, current=Rating(3, {"programme": 2})) for _ in range(2))
    measure = make.treatment(one)
    accepted = make.acceptance(two, is_granted=True)
    actions.change_treatment(measure, {"risks": [one, two]}, by=officer)
    accepted.refresh_from_db()
    assert set(measure.risks.all()) == {one, two} and accepted.state == "lapsed"
    actions.change_treatment(measure, {"risks": [two]}, by=officer)
    assert set(measure.risks.all()) == {two}
    assert verbs_of(one) == ["risks.treatment_changed"] * 2
    with pytest.raises(Unmet, match="at least one"):
        actions.change_treatment(measure, {"risks": []}, by=officer)


def test_a_risk_one_may_not_read_stays_served(register, officer):
    plain, secret = make.risk(register), make.risk(register, visibility="restricted", owner=make.officer())
    stranger = make.risk(make.register(make.project()))
    measure = make.treatment(plain, secret)
    actions.change_treatment(measure, {"risks": [stranger]}, by=officer)
    assert set(measure.risks.all()) == {secret}


def test_a_precondition_is_planned_and_changed_on_the_pages(register, officer, as_):
    risk, other = make.risk(register), make.risk(register)
    client, own = as_(officer), risk.get_absolute_url()
    data = {"text": "Panel", "lowers": "both", "owner": officer.pk, "due_on": far(9).isoformat()}
    assert client.post(f"{own}treat/", data | {"is_precondition": "on"}).status_code == 302
    measure = register.treatments.get()
    assert measure.is_precondition
    report = data | {"progress": "under_way", "risks": [risk.pk, other.pk], "due_on": far(19).isoformat()}
    page = client.post(f"{own}treatments/{measure.pk}/", report | {"evidence": "typed evidence"})
    assert page.status_code == 200 and "typed evidence" in page.content.decode()
    assert client.post(f"{own}treatments/{measure.pk}/", report | {"reason": "Rains."}).status_code == 302
    measure.refresh_from_db()
    assert (measure.postponed, measure.is_precondition, measure.risks.count()) == (1, False, 2)
    page = client.get(own).content.decode()
    assert "moved back once" in page and other.get_absolute_url() in page


def test_a_verification_is_taken_back_on_its_page(register, officer, as_):
    risk = make.risk(register)
    measure = make.treatment(risk, progress="done")
    actions.verify_treatment(measure, by=make.officer(), words="Seen at the hall.")
    client, own = as_(officer), f"{risk.get_absolute_url()}treatments/{measure.pk}/"
    page = client.get(own).content.decode()
    assert "Seen at the hall." in page and f"{own}unverify/" in page
    assert client.post(f"{own}unverify/", {"reason": ""}).status_code == 200
    assert client.post(f"{own}unverify/", {"reason": "Another hall."}).status_code == 302
    measure.refresh_from_db()
    assert measure.verified_at is None


def test_the_list_shows_late_mine_and_unverified(register, officer, as_):
    risk, other = make.risk(register), make.officer()
    late = make.treatment(risk, due_on=far(-3), text="Late one", owner=other)
    mine = make.treatment(risk, text="My own", owner=officer)
    done = make.treatment(risk, text="Done one", owner=other, progress="done", due_on=far(-9))
    make.treatment(risk, text="Dropped one", progress="dropped")
    client, url = as_(officer), f"/risks/{register.code}/treatments/"
    shown = {
        only: [m.text for m in (late, mine, done) if m.text in client.get(f"{url}?only={only}").content.decode()]
        for only in ("", "late", "mine", "unverified", "nonsense")
    }
    everything = ["Late one", "My own", "Done one"]
    assert shown == {
        "": everything,
        "late": ["Late one"],
        "mine": ["My own"],
        "unverified": ["Done one"],
        "nonsense": everything,
    }
    assert "Dropped one" not in client.get(url).content.decode()


def test_a_measure_shows_only_the_refs_one_may_read(register, as_):
    plain = make.risk(register)
    secret = make.risk(register, visibility="restricted", owner=make.officer(), event="canaryevent")
    make.treatment(plain, secret, text="Shared panel")
    make.treatment(secret, text="canarymeasure")
    client = as_(make.officer())
    for url in (f"/risks/{register.code}/treatments/", plain.get_absolute_url()):
        page = client.get(url).content.decode()
        assert "Shared panel" in page and "and 1 more" in page
        assert "canary" not in page and secret.ref not in page
    assert secret.ref in as_(secret.owner).get(f"/risks/{register.code}/treatments/").content.decode()


def test_all_measures_cost_the_same_with_1_3_and_300(register, officer, as_, django_assert_max_num_queries):
    client, url, costs = as_(officer), f"/risks/{register.code}/treatments/", []
    client.get(url)
    risks = [make.risk(register) for _ in range(3)]
    for n in (1, 2, 297):
        for _ in range(n):
            make.treatment(*risks)
        with django_assert_max_num_queries(12) as found:
            assert client.get(url).status_code == 200
        costs.append(len(found))
    assert len(set(costs)) == 1, costs

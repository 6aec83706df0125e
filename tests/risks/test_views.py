"""The pages: what they answer to whom, that typed text comes back, and that queries do not grow."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from risks.models import Register, Risk
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

HIGH = Rating(3, {"programme": 4})
NUMBERS = {
    **{f"{position}_likelihood": "2" for position in ("inherent", "current", "target")},
    **{f"{position}_programme": "2" for position in ("inherent", "current", "target")},
    "confidence": "medium",
    "speed": "weeks",
    "rationale": "Seen before.",
}


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def client(register, as_):
    return as_(register.project.manager)


def here(register, *parts):
    return "/".join(["/risks", register.code, *map(str, parts), ""])


def test_every_page_of_a_register_opens(register, client):
    risk = make.risk(register, current=HIGH)
    measure = make.treatment(risk)
    acceptance = make.acceptance(risk)
    own = here(register, risk.ref)
    for url in (
        "/risks/",
        "/risks/overdue/",
        "/risks/acceptances/",
        here(register),
        f"{here(register)}?position=target&likelihood=3&impact=4",
        f"{here(register)}?position=x&likelihood=9&impact=-1&state=closed&page=77",
        here(register, "screening"),
        here(register, "library"),
        here(register, "add"),
        own,
        *(f"{own}{step}/" for step in ("edit", "assess", "close", "treat", "accept")),
        f"{own}treatments/{measure.pk}/",
        acceptance.get_absolute_url(),
    ):
        assert client.get(url).status_code == 200, url


def test_the_register_shows_the_risk_in_its_cell_and_its_band(register, client):
    risk = make.risk(register, current=HIGH)
    page = client.get(f"{here(register)}?likelihood=3&impact=4").content.decode()
    assert risk.ref in page and "High" in page
    assert risk.ref not in client.get(f"{here(register)}?likelihood=1&impact=1").content.decode()


def test_opening_from_the_project_leads_to_the_screening(method, as_):
    project = make.project()
    url = f"/risks/open/{project.ref}/"
    client = as_(project.manager)
    assert client.get(url).status_code == 200
    answer = client.post(url, {"once": uuid.uuid4()})
    assert answer.headers["Location"] == f"/risks/{project.ref}/screening/"
    assert client.post(url, {"once": uuid.uuid4()}).headers["Location"] == f"/risks/{project.ref}/"
    assert Register.objects.count() == 1


def test_screening_keeps_the_typed_text_when_a_reason_is_too_short(register, client):
    page = client.post(here(register, "screening"), {"MSG": "not", "MSG_because": "too short", "CAP": "applies"})
    assert "too short" in page.content.decode() and "20" in page.content.decode()
    assert not register.screenings.exists()
    data = {"MSG": "not", "MSG_because": "No message of ours names a group.", "CAP": "applies"}
    assert client.post(here(register, "screening"), data).status_code == 302
    assert register.screenings.count() == 2


def test_three_risks_come_from_the_library_in_one_go_and_once(register, client):
    data = {"codes": ["POL-1", "SAF-1", "DAT-1"], "once": uuid.uuid4()}
    for _ in range(2):
        assert client.post(here(register, "library"), data).headers["Location"] == here(register)
    assert register.risks.count() == 3
    assert client.post(here(register, "library"), {"codes": ["nonsense"]}).status_code == 200


def test_rating_writes_a_row_and_a_missing_impact_keeps_the_text(register, client):
    risk = make.risk(register, is_rated=False)
    url = here(register, risk.ref, "assess")
    page = client.post(url, NUMBERS | {"target_programme": "", "rationale": "my long words"})
    assert page.status_code == 200 and "my long words" in page.content.decode()
    assert client.post(url, NUMBERS | {"bearers": ["staff"]}).status_code == 302
    risk.refresh_from_db()
    assert risk.assessment.current_band == "low" and risk.assessment.bearers == ["staff"]
    assert "Seen before." in client.get(here(register, risk.ref)).content.decode()


def test_the_bands_are_shown_before_anything_is_saved(register, client):
    risk = make.risk(register, is_rated=False)
    url = here(register, risk.ref, "assess")
    numbers = NUMBERS | {"current_likelihood": "4", "current_people": "5", "rationale": "", "show": "1"}
    page = client.post(url, numbers | {"target_programme": "", "once": uuid.uuid4()}).content.decode()
    assert "Extreme" in page and page.count("not rated") == 1 and not risk.assessments.exists()
    assert "Extreme" not in client.get(url).content.decode()


def test_a_measure_is_planned_changed_and_verified(register, client, as_):
    risk, other = make.risk(register), make.risk(register)
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    data = {"text": "Joint panel", "lowers": "both", "owner": risk.owner_id, "due_on": due, "also": [other.pk]}
    assert client.post(here(register, risk.ref, "treat"), data | {"due_on": "soon"}).status_code == 200
    assert client.post(here(register, risk.ref, "treat"), data).status_code == 302
    measure = register.treatments.get()
    assert measure.risks.count() == 2
    own = here(register, risk.ref, "treatments", measure.pk)
    report = data | {"progress": "done", "evidence": "Minutes", "risks": [risk.pk, other.pk]}
    assert client.post(own, report).status_code == 302
    assert client.post(f"{own}verify/").status_code == 403
    second = as_(make.officer())
    assert f"{own}verify/" in second.get(here(register, risk.ref)).content.decode()
    assert second.post(f"{own}verify/", {"words": " "}).status_code == 200
    assert second.post(f"{own}verify/", {"words": "I read the minutes."}).status_code == 302
    assert f"{own}verify/" not in second.get(here(register, risk.ref)).content.decode()


def test_a_locked_register_says_so_once_and_shows_the_answers_as_text(method, as_):
    register = make.register(make.project(status="in_endorsement", tier=1), is_screened=True)
    client = as_(register.project.manager)
    page = client.get(here(register, "screening")).content.decode()
    assert "<textarea" not in page and "Nothing of this kind is planned here." in page
    risk = make.risk(register)
    assert client.get(here(register, risk.ref)).content.decode().count("with its reviewers") == 1


def test_a_statement_changed_meanwhile_is_409_with_the_typed_words(register, client):
    risk = make.risk(register)
    url = here(register, risk.ref, "edit")
    data = {
        "category": risk.category_id,
        "cause": "Mine",
        "event": risk.event,
        "consequence": risk.consequence,
        "owner": risk.owner_id,
        "strategy": "accept",
        "visibility": "office",
    }
    assert client.post(url, data | {"cause": "First"}).status_code == 302
    answer = client.post(url, data | {"cause": "Second words", "seen": "0" * 64})
    assert answer.status_code == 409 and "Second words" in answer.content.decode()


def test_add_risk_in_own_words(register, client):
    data = {"category": "", "owner": "", "visibility": "office", "cause": "typed cause"}
    assert "typed cause" in client.post(here(register, "add"), data).content.decode()
    risk = make.risk(register)
    data |= {"category": risk.category_id, "owner": risk.owner_id}
    assert client.post(here(register, "add"), data).headers["Location"] == here(register, "R02")


def test_review_close_and_reopen(register, client):
    risk = make.risk(register)
    assert client.get(here(register, risk.ref, "review")).status_code == 405
    assert client.post(here(register, risk.ref, "review")).status_code == 302
    assert client.post(here(register, risk.ref, "close"), {"reason": ""}).status_code == 200
    assert client.post(here(register, risk.ref, "close"), {"reason": "Over."}).status_code == 302
    assert client.post(here(register, risk.ref, "reopen"), {"reason": "Back."}).status_code == 302


def test_an_acceptance_is_asked_for_and_granted_on_its_pages(register, client, as_):
    risk = make.risk(register, current=HIGH)
    director, chief = make.regional_director(), make.chief()
    asked = client.post(here(register, risk.ref, "accept"), {"basis": "current", "reason": "Worth it."})
    assert asked.status_code == 302
    acceptance = risk.acceptances.get()
    own = acceptance.get_absolute_url()
    assert client.post(f"{own}grant/").status_code == 403
    assert as_(chief).post(f"{own}concur/", {"note": "Yes"}).status_code == 302
    register.project.submitted_once_at = timezone.now()
    register.project.save()
    assert as_(director).get("/risks/acceptances/").content.decode().count(own) == 1
    far = (timezone.localdate() + timedelta(days=999)).isoformat()
    late = as_(director).post(f"{own}grant/", {"until": far, "note": "typed"})
    assert late.status_code == 200 and "typed" in late.content.decode()
    assert as_(director).post(f"{own}grant/", {"note": "For six months."}).status_code == 302
    again = as_(director).post(f"{own}decline/", {"no-note": "my refusal"})
    assert again.status_code == 409 and "my refusal" in again.content.decode()


def test_a_request_is_declined_or_taken_back(register, client, as_):
    risk = make.risk(register, current=HIGH)
    register.project.submitted_once_at = timezone.now()
    register.project.save()
    acceptance = make.acceptance(risk, requested_by=register.project.manager)
    own = acceptance.get_absolute_url()
    director = as_(make.regional_director())
    assert director.post(f"{own}decline/", {"no-note": ""}).status_code == 200
    assert director.post(f"{own}decline/", {"no-note": "No."}).status_code == 302
    second = make.acceptance(risk, requested_by=register.project.manager)
    assert client.post(f"{second.get_absolute_url()}withdraw/").status_code == 302


def test_readers_of_a_restricted_risk_are_named_by_e_mail(register, client):
    risk, colleague = make.risk(register, visibility="restricted"), make.officer()
    url = here(register, risk.ref, "readers")
    assert client.post(url, {"email": "nobody@test.example"}).status_code == 200
    assert client.post(url, {"email": colleague.email}).status_code == 302
    assert colleague.name in client.get(url).content.decode()
    assert client.post(f"{url}{colleague.uid}/remove/").status_code == 302
    assert client.post(f"{url}{uuid.uuid4()}/remove/").status_code == 404


def test_what_is_not_visible_is_404_and_what_is_not_yours_403(register, as_):
    risk = make.risk(register)
    stranger = as_(make.officer("KE"))
    for url in (here(register), here(register, risk.ref), here(register, "library"), here(register, risk.ref, "edit")):
        assert stranger.get(url).status_code == 404
    register.project.submitted_once_at = timezone.now()
    register.project.save()
    reviewer = as_(make.reviewer())
    assert reviewer.get(here(register)).status_code == 200
    assert reviewer.post(here(register, "library"), {"codes": ["POL-1"]}).status_code == 403


def test_a_restricted_risk_is_nowhere_but_in_the_count(register, as_):
    project = register.project
    canary = {"cause": "canarycause", "event": "canaryevent", "consequence": "canaryend", "category": "RET"}
    risk = make.risk(register, visibility="restricted", owner=make.officer(), current=Rating(5, {"money": 5}), **canary)
    make.treatment(risk, text="canarymeasure")
    make.acceptance(risk)
    project.submitted_once_at = timezone.now()
    project.save()
    for person in (make.officer(), make.reviewer(), make.specialist(), make.head(), make.outsider()):
        client = as_(person)
        for url in (
            "/risks/",
            "/risks/overdue/",
            "/risks/acceptances/",
            "/",
            f"/projects/{project.ref}/",
            here(register),
        ):
            page = client.get(url, follow=True)
            assert "canary" not in page.content.decode(), (person, url)
        for url in (
            risk.get_absolute_url(),
            here(register, risk.ref, "treat"),
            risk.acceptances.get().get_absolute_url(),
        ):
            missing = client.get(url.replace(risk.ref, "R99"))
            assert client.get(url).status_code == missing.status_code == 404
        if Register.objects.visible_to(person).exists():
            page = client.get(here(register)).content.decode()
            assert "1 more risk is restricted" in page and "Extreme</a>" not in page
    assert "canaryevent" in as_(risk.owner).get(risk.get_absolute_url()).content.decode()


def queries(client, url, django_assert_max_num_queries, limit):
    with django_assert_max_num_queries(limit) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.slow
def test_the_register_costs_the_same_with_1_3_and_300_risks(register, client, django_assert_max_num_queries):
    make.acceptance(make.risk(register, current=HIGH))
    client.get(here(register))
    first = queries(client, here(register), django_assert_max_num_queries, 30)
    for n in (2, 297):
        for _ in range(n):
            make.risk(register, current=HIGH)
        assert queries(client, here(register), django_assert_max_num_queries, 30) == first


def test_the_lists_cost_the_same_with_1_3_and_300_risks(register, client, django_assert_max_num_queries):
    risk = make.risk(register, current=HIGH)
    Risk.objects.update(next_review_on=timezone.localdate() - timedelta(days=1))
    urls = ("/risks/", "/risks/overdue/")
    first = [queries(client, url, django_assert_max_num_queries, 12) for url in urls]
    for n in (2, 297):
        for _ in range(n):
            make.risk(register, assessment=risk.assessment, is_rated=False, state="open", next_review_on="2020-01-01")
        assert [queries(client, url, django_assert_max_num_queries, 12) for url in urls] == first


def test_the_acceptances_that_wait_cost_the_same_with_1_and_20(register, as_, django_assert_max_num_queries):
    register.project.submitted_once_at = timezone.now()
    register.project.save()
    client, asker = as_(make.regional_director()), register.project.manager
    make.acceptance(make.risk(register, current=HIGH), requested_by=asker)
    client.get("/risks/acceptances/")  # what is read once per process is read now
    first = queries(client, "/risks/acceptances/", django_assert_max_num_queries, 12)
    for _ in range(19):
        make.acceptance(make.risk(register, current=HIGH), requested_by=asker)
    assert queries(client, "/risks/acceptances/", django_assert_max_num_queries, 12) == first


def test_a_risk_page_stays_within_its_queries(register, client, django_assert_max_num_queries):
    risk = make.risk(register, current=HIGH)
    for _ in range(5):
        make.treatment(risk)
        make.assessment(risk, current=HIGH)
    make.acceptance(risk)
    queries(client, here(register, risk.ref), django_assert_max_num_queries, 30)

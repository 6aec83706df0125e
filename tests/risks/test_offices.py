"""Registers of offices and of the stream: who opens and reads them, and the assumption by the Director General's office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pvehub.access import Moved, Refused, Unmet
from risks import actions, content
from risks.models import Register, RegisterAssumption, RegisterSnapshot
from risks.permissions import people_of
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stream(db):
    made = make.stream_register()
    make.risk(made, event="The stream is taken for surveillance", current=Rating(3, {"trust": 4}))
    make.screened(made)
    return made


def assume(register, by, **fields):
    given = {"statement": "Carried for the benefit of those we serve.", "seen": content.fingerprint(register)} | fields
    return actions.assume_register(register, by=by, **given)


def test_the_stream_has_one_register_opened_by_who_keeps_it(method):
    for person in (make.officer(), make.head(), make.regional_director()):
        with pytest.raises(Refused):
            actions.open_stream_register(by=person)
    first = actions.open_stream_register(by=make.risk_officer())
    assert actions.open_stream_register(by=make.dg_office()) == first and first.code == "PVE"
    assert str(first.title) == "The whole PVE stream"


def test_risks_of_the_stream_are_owned_by_who_keeps_it(stream):
    dg, officer = make.dg_office(), make.officer()
    found = set(people_of(stream))
    assert dg in found and officer not in found and make.head() not in found


def test_the_director_generals_office_assumes_it_for_a_year_on_a_frozen_copy(stream, verbs_of):
    dg = make.dg_office()
    made = assume(stream, dg)
    assert made.valid_until_on == timezone.localdate() + timedelta(days=365)
    assert made.snapshot.reason == "assumption" and made.snapshot.register == stream
    assert made.snapshot.content["risks"][0]["event"] == "The stream is taken for surveillance"
    assert verbs_of(stream)[-2:] == ["risks.frozen", "risks.register_assumed"]
    again = assume(stream, dg)
    assert RegisterAssumption.objects.count() == 2 and RegisterAssumption.objects.newest().get() == again


def test_nobody_else_assumes_it_and_no_other_register_is_assumed(stream):
    for person in (make.risk_officer(), make.head(), make.doe_director()):
        with pytest.raises(Refused):
            assume(stream, person)
    office = make.register(office="UG")
    with pytest.raises(Refused):
        assume(office, make.dg_office())


def test_a_register_that_changed_or_is_not_complete_is_not_assumed(stream):
    dg = make.dg_office()
    seen = content.fingerprint(stream)
    risk = make.risk(stream, is_rated=False)
    with pytest.raises(Unmet):
        assume(stream, dg, seen=seen)
    make.assessment(risk)
    with pytest.raises(Moved):
        assume(stream, dg, seen=seen)
    assert not RegisterSnapshot.objects.exists()


def test_what_ends_is_found_by_its_day_and_what_was_renewed_is_not(stream):
    dg = make.dg_office()
    first = assume(stream, dg)
    assert RegisterAssumption.objects.ending(first.valid_until_on).get() == first
    assert not RegisterAssumption.objects.ending(first.valid_until_on - timedelta(days=1)).exists()
    RegisterAssumption.objects.create(
        register=stream,
        snapshot=first.snapshot,
        statement="Renewed",
        by=dg,
        at=timezone.now(),
        valid_until_on=first.valid_until_on + timedelta(days=300),
    )
    assert not RegisterAssumption.objects.ending(first.valid_until_on).exists()


def test_assuming_asks_again_who_it_is_and_then_shows_until_when(as_, stream):
    dg = make.dg_office()
    dg.set_password(make.PASSWORD)
    dg.save()
    page = f"/risks/{stream.code}/assume/"
    ready = as_(dg)
    page_of = ready.get(page)
    form = {"statement": "Carried.", "seen": page_of.context["form"]["seen"].value()}
    long_ago = Client()
    long_ago.force_login(dg)
    answer = long_ago.post(page, form)
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    assert not RegisterAssumption.objects.exists()
    ready = as_(dg)
    assert ready.post(page, form).status_code == 302
    shown = ready.get(f"/risks/{stream.code}/").text
    assert "In force" in shown and "Carried." in shown and "Renew for a year" in shown
    assert "Renew for a year" not in as_(make.head()).get(f"/risks/{stream.code}/").text


def test_an_office_opens_its_own_register_from_the_list(as_, method):
    officer = make.officer("UG")
    client = as_(officer)
    assert "Begin the register of the office" in client.get("/risks/registers/").text
    assert client.post("/risks/registers/open/UG/").status_code == 302
    assert Register.objects.get(kind="office").office.code == "UG"
    assert as_(make.officer("NG")).post("/risks/registers/open/UG/").status_code == 403
    assert "Begin the register" not in client.get("/risks/registers/").text


def test_the_list_holds_what_one_reads_by_kind_country_and_words(as_, stream):
    mine = make.register(make.project(status="draft", title="Harbour youth"))
    office = make.register(office="UG")
    make.register(make.project(status="draft", office="NG", title="Delta"))
    officer = as_(make.officer("UG"))

    def found(query="", client=officer):
        return {row.code for row in client.get(f"/risks/registers/{query}").context["page"].rows}

    assert found() == {mine.code, office.code}
    assert found("?kind=office") == {office.code}
    assert found("?q=harbour") == {mine.code}
    assert found("?country=UG") == {mine.code, office.code}
    assert found("?kind=stream", as_(make.dg_office())) == {stream.code}


def test_an_office_shows_what_was_passed_up_to_it_to_who_may_read_it(as_, method):
    office = make.register(office="UG")
    open_one = make.risk(make.register(make.project(status="draft")), event="Roads are closed")
    closed = make.risk(open_one.register, visibility="restricted", owner=make.officer("UG"), event="canary4t7p")
    for risk in (open_one, closed):
        row = make.escalation(risk, watched_in=office)
        row.state, row.answered_at, row.answered_by = "confirmed", timezone.now(), make.regional_director()
        row.save()
    page = as_(make.officer("UG")).get(f"/risks/{office.code}/").text
    assert "Roads are closed" in page and "canary4t7p" not in page and "1 more risk is restricted" in page


def test_the_list_costs_the_same_with_1_3_and_300_registers(as_, method, django_assert_max_num_queries):
    officer = make.officer("UG")
    client, counts = as_(officer), set()
    for more in (1, 2, 297):
        for _ in range(more):
            make.register(make.project(manager=officer, office="UG"))
        client.get("/risks/registers/")
        with django_assert_max_num_queries(12) as found:
            assert client.get("/risks/registers/").status_code == 200
        counts.add(len(found))
    assert len(counts) == 1

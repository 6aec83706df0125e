"""Who reads which register and which risk, both directions."""

import pytest

from risks.models import Register, Risk
from tests import make

pytestmark = pytest.mark.django_db


def reads(person, register):
    return Register.objects.visible_to(person).filter(pk=register.pk).exists()


def sees(person, risk):
    return Risk.objects.visible_to(person).filter(pk=risk.pk).exists()


def test_a_draft_register_is_the_teams_and_the_missions():
    register = make.register(make.project(status="draft"))
    for person in (register.project.manager, make.officer(), make.chief()):
        assert reads(person, register)
    for person in (
        make.officer("KE"),
        make.specialist(),
        make.reviewer(),
        make.risk_officer(),
        make.curator(),
        make.administrator(),
        make.outsider(),
        make.user("staff", "UG"),
        make.user(None),
    ):
        assert not reads(person, register)


def test_a_submitted_register_is_read_by_region_trd_and_risk_officer_too():
    register = make.register(make.project(status="in_endorsement", tier=1))
    for person in (make.specialist(), make.regional_director(), make.reviewer(), make.head(), make.risk_officer()):
        assert reads(person, register)
    for person in (make.officer("KE"), make.specialist("DKR"), make.curator(), make.administrator(), make.outsider()):
        assert not reads(person, register)


def test_a_register_is_never_wider_than_its_project():
    register = make.register(make.project(status="in_endorsement", tier=2))
    assert not reads(make.regional_director(), register)
    assert reads(make.reviewer(), register)
    named = make.register(make.project(status="in_endorsement", tier=3))
    assert not reads(make.risk_officer(), named)
    assert reads(make.head(), named)


def test_all_staff_read_an_endorsed_project_but_not_its_register():
    register = make.register(make.project(status="endorsed", tier=0))
    assert not reads(make.outsider(), register)


def test_the_register_of_an_office_is_its_own_and_of_those_above():
    register = make.register(office="UG")
    assert reads(make.officer(), register)
    assert reads(make.specialist(), register)
    assert not reads(make.officer("KE"), register)
    assert not reads(make.specialist("DKR"), register)


def test_a_restricted_risk_is_its_owners_the_heads_and_the_risk_officers():
    project = make.project(status="in_endorsement", tier=1)
    risk = make.risk(project=project, owner=make.officer(), visibility="restricted")
    for person in (risk.owner, make.chief(), make.risk_officer()):
        assert sees(person, risk)
    for person in (make.officer(), project.manager if project.manager != risk.owner else make.officer(), make.head()):
        assert not sees(person, risk)
    assert Risk.objects.filter(register=risk.register).hidden_count(make.head()) == 1
    assert Risk.objects.filter(register=risk.register).hidden_count(risk.owner) == 0


def test_a_named_person_reads_it_and_no_longer_once_taken_back():
    from risks import actions

    project = make.project(status="in_endorsement", tier=1)
    risk = make.risk(project=project, visibility="restricted")
    reviewer = make.reviewer()
    actions.name_reader(risk, reviewer, by=risk.owner)
    assert sees(reviewer, risk)
    actions.unname_reader(risk, reviewer, by=risk.owner)
    assert not sees(reviewer, risk)


def test_a_risk_of_the_team_is_hidden_from_the_rest_of_the_mission():
    project = make.project(status="in_endorsement", tier=1)
    risk = make.risk(project=project, visibility="team")
    for person in (project.manager, make.chief(), make.reviewer()):
        assert sees(person, risk)
    assert not sees(make.officer(), risk)
    member = make.officer()
    make.member(project, member)
    assert sees(member, risk)

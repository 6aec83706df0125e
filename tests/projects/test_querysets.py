"""Who sees which project: the table of the model, cell by cell."""

import pytest
from django.utils import timezone

from projects import permissions
from projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db

# identity -> what it is; the expectations below are written from the table "Who sees what".
PEOPLE = {
    "manager": None,
    "member": None,
    "officer": ("project-officer", "UG"),
    "head": ("chief-of-mission", "UG"),
    "partner_officer": ("project-officer", "KE"),
    "partner_head": ("chief-of-mission", "KE"),
    "specialist": ("regional-specialist", "NBO"),
    "director": ("regional-director", "NBO"),
    "reviewer": ("trd-reviewer", "HQ"),
    "trd_head": ("trd-head", "HQ"),
    "doe": ("doe-director", "HQ"),
    "risk_officer": ("risk-officer", "HQ"),
    "staff_here": ("staff", "UG"),
    "staff_hq": ("staff", "HQ"),
    "curator": ("curator", "HQ"),
    "administrator": ("administrator", "HQ"),
    "other_officer": ("project-officer", "NG"),
    "other_region": ("regional-specialist", "DKR"),
}
TEAM = {"manager", "member"}
MISSION = {"officer", "head", "partner_officer", "partner_head"}
REGION = {"specialist", "director"}
HQ = {"reviewer", "trd_head", "doe", "risk_officer"}
WHOLE = {
    ("draft", 0): TEAM | MISSION,
    ("draft", 1): TEAM | {"head"},
    ("draft", 2): TEAM | {"head"},
    ("draft", 3): TEAM | {"head"},
    ("in_endorsement", 0): TEAM | MISSION | REGION | HQ,
    ("in_endorsement", 1): TEAM | MISSION | REGION | HQ,
    ("in_endorsement", 2): TEAM | MISSION | HQ,
    ("in_endorsement", 3): TEAM | {"head", "trd_head", "doe"},
    ("endorsed", 0): TEAM | MISSION | REGION | HQ,
    ("endorsed", 1): TEAM | MISSION | REGION | HQ,
    ("endorsed", 2): TEAM | MISSION | HQ,
    ("endorsed", 3): TEAM | {"head", "trd_head", "doe"},
    ("not_endorsed", 0): TEAM | MISSION | REGION | HQ,
    ("not_endorsed", 2): TEAM | MISSION | HQ,
    ("cancelled", 1): TEAM | MISSION | REGION | HQ,
}
OPEN_SECTIONS = {("endorsed", 0): set(PEOPLE), ("endorsed", 1): set(PEOPLE) - {"other_officer", "other_region"}}


@pytest.fixture
def cast():
    people = {name: make.user(*who) for name, who in PEOPLE.items() if who}
    return people | {"manager": make.officer(), "member": make.user("staff", "UG")}


@pytest.mark.parametrize(("status", "tier"), WHOLE)
def test_visible_to_is_the_table_of_the_model(cast, status, tier):
    project = make.project(status=status, tier=tier, manager=cast["manager"], partner_offices=[make.office("KE")])
    if status == "cancelled":
        Project.objects.filter(pk=project.pk).update(submitted_once_at=timezone.now())
    make.member(project, cast["member"])

    whole = {name for name, person in cast.items() if Project.objects.whole_for(person).filter(pk=project.pk).exists()}
    seen = {name for name, person in cast.items() if Project.objects.visible_to(person).filter(pk=project.pk).exists()}

    assert whole == WHOLE[status, tier]
    assert seen == whole | OPEN_SECTIONS.get((status, tier), set())


def test_what_is_read_of_many_projects_is_what_is_read_of_each(cast):
    mine = {"manager": cast["manager"], "partner_offices": [make.office("KE")]}
    for status in ("draft", "in_endorsement", "endorsed", "cancelled"):
        for tier in range(4):
            make.member(make.project(status=status, tier=tier, **mine), cast["member"])
    for person in cast.values():
        seen = list(Project.objects.visible_to(person))
        assert permissions.reads_of(person, seen) == {each.pk: permissions.reads(person, each) for each in seen}

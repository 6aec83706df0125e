"""What live postings give: here, below, until the second they end, and through a delegation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pvehub import access
from pvehub.people.models import Posting
from pvehub.staffing import actions
from tests import make

pytestmark = pytest.mark.django_db


def test_an_officer_holds_rights_at_the_own_office_only():
    officer = make.officer("UG")

    assert access.standing(officer).may("edit_projects", make.office("UG"))
    assert not access.standing(officer).may("edit_projects", make.office("KE"))


def test_a_right_below_reaches_every_office_under_it():
    specialist = make.specialist("NBO")
    uganda, niger = make.office("UG"), make.office("NE")

    assert access.standing(specialist).may("see_region", uganda)
    assert not access.standing(specialist).may("see_region", niger)


def test_a_right_below_headquarters_is_everywhere():
    assert access.standing(make.reviewer()).offices("review_cases") is None


def test_a_posting_gives_nothing_from_the_second_it_ends():
    officer = make.officer("UG")
    posting = officer.postings.get()
    Posting.objects.filter(pk=posting.pk).update(ends_at=timezone.now())

    assert not access.standing(officer).may("edit_projects", make.office("UG"))
    assert not access.standing(officer).is_staff


def test_an_unconfirmed_posting_to_trd_gives_nothing():
    person = make.user(None)
    actions.post(person, by=None, office=make.office("HQ"), role="trd-reviewer")

    assert not access.standing(person).anywhere("review_cases")


def test_a_delegate_holds_the_right_and_is_known_as_one():
    chief, deputy = make.chief("UG"), make.officer("UG")
    actions.delegate(chief.postings.get(), by=chief, to=deputy, ends_at=timezone.now() + timedelta(days=2))

    acting = access.standing(deputy).by_delegation("clear_cases", make.office("UG"))

    assert acting is not None
    assert acting.acting_for.user == chief
    assert access.standing(chief).by_delegation("clear_cases", make.office("UG")) is None


def test_a_delegation_dies_with_the_posting_it_comes_from():
    chief, deputy = make.chief("UG"), make.officer("UG")
    actions.delegate(chief.postings.get(), by=chief, to=deputy, ends_at=timezone.now() + timedelta(days=2))
    actions.end_posting(chief.postings.get(), by=None)

    assert not access.standing(deputy).may("clear_cases", make.office("UG"))


def test_people_holding_names_those_at_the_office_and_above():
    chief, reviewer = make.chief("UG"), make.reviewer()
    make.chief("KE")

    assert list(access.people_holding("clear_cases", make.office("UG"))) == [chief]
    assert list(access.people_holding("review_cases", make.office("UG"))) == [reviewer]


def test_standing_costs_the_same_with_one_posting_and_with_thirty(django_assert_num_queries):
    person = make.officer("UG")
    with django_assert_num_queries(2):
        access.standing(person)
    for number in range(30):
        make.posting(person, role="project-officer", office=f"X{number}")
    with django_assert_num_queries(2):
        access.standing(person)

"""Every right begins and ends with a posting: made, confirmed by a second person, delegated, ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Posting
from pvehub.staffing import actions
from tests import make

pytestmark = pytest.mark.django_db


def test_a_posting_to_trd_works_only_once_somebody_else_has_confirmed_it():
    maker, other, person = make.administrator(), make.administrator(), make.user(None)
    posting = actions.post(person, by=maker, office=make.office("HQ"), role="trd-reviewer")
    assert not access.standing(person).anywhere("review_cases")

    with pytest.raises(access.Refused, match="other than the person who made"):
        actions.confirm(posting, by=maker)
    actions.confirm(posting, by=other)

    assert access.standing(person).anywhere("review_cases")
    with pytest.raises(access.Refused, match="confirmed already"):
        actions.confirm(posting, by=make.administrator())


def test_nobody_confirms_their_own_posting():
    person = make.administrator()
    posting = actions.post(person, by=make.administrator(), office=make.office("HQ"), role="doe-director")

    with pytest.raises(access.Refused, match="their own"):
        actions.confirm(posting, by=person)
    with pytest.raises(IntegrityError, match="posting_not_confirmed_by_oneself"), transaction.atomic():
        Posting.objects.filter(pk=posting.pk).update(confirmed_by=person, confirmed_at=timezone.now())


def test_a_role_is_served_only_at_an_office_of_its_kind():
    with pytest.raises(access.Unmet, match="not served at an office of this kind"):
        actions.post(make.user(None), by=None, office=make.office("UG"), role="trd-head")


def test_only_an_administrator_makes_people_offices_and_postings():
    officer, hq = make.officer("UG"), make.office("HQ")
    with pytest.raises(access.Refused):
        actions.create_user("new@test.example", by=officer, name="New")
    with pytest.raises(access.Refused):
        actions.post(make.user(None), by=officer, office=hq, role="staff")
    with pytest.raises(access.Refused):
        actions.open_office("ZZ", by=officer, kind="mission", names={"en": "Z", "fr": "Z", "es": "Z"}, parent=hq)


def test_a_new_office_gives_every_role_its_rights_at_once():
    administrator = make.administrator()
    names = {"en": "New", "fr": "Nouveau", "es": "Nueva"}
    office = actions.open_office("ZM", by=administrator, kind="mission", names=names, parent=make.office("NBO"))

    officer = make.officer("ZM")

    assert access.standing(officer).may("edit_projects", office)
    assert access.standing(make.specialist("NBO")).may("see_region", office)
    assert [event.verb for event in trail.of(office)] == ["staffing.opened"]


def test_an_ended_posting_gives_nothing_from_then_on():
    officer = make.officer("UG")
    actions.end_posting(officer.postings.get(), by=make.administrator())

    assert not access.standing(officer).is_staff


def test_a_delegation_is_told_dated_and_one_link_deep(outbox):
    chief, deputy, third = make.chief("UG"), make.officer("UG"), make.officer("UG")
    soon = timezone.now() + timedelta(days=3)

    acting = actions.delegate(chief.postings.get(), by=chief, to=deputy, ends_at=soon)

    assert outbox == [("staffing.delegated", deputy)]
    with pytest.raises(access.Refused, match="delegated further"):
        actions.delegate(acting, by=deputy, to=third, ends_at=soon)


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "ends in the future"), (30, "cannot outlast the posting")], ids=["past", "too long"]
)
def test_a_delegation_stays_inside_its_principals_posting(days, sentence):
    chief = make.chief("UG")
    posting = chief.postings.get()
    Posting.objects.filter(pk=posting.pk).update(ends_at=timezone.now() + timedelta(days=10))

    with pytest.raises(access.Refused, match=sentence):
        actions.delegate(posting, by=chief, to=make.officer(), ends_at=timezone.now() + timedelta(days=days))


def test_nobody_delegates_what_another_holds_or_to_themselves():
    chief, other = make.chief("UG"), make.officer("UG")
    soon = timezone.now() + timedelta(days=3)
    with pytest.raises(access.Refused, match="Only the holder"):
        actions.delegate(chief.postings.get(), by=other, to=other, ends_at=soon)
    with pytest.raises(access.Refused, match="acts for themselves"):
        actions.delegate(chief.postings.get(), by=chief, to=chief, ends_at=soon)


def test_an_administrator_closes_an_account_but_not_their_own():
    administrator, person = make.administrator(), make.officer()

    actions.disable(person, by=administrator)

    assert not access.standing(person).is_staff
    with pytest.raises(access.Refused, match="own account"):
        actions.disable(administrator, by=administrator)


def test_everyone_sets_their_own_preferences_only():
    person = make.officer()

    assert actions.prefer(person, by=person, language="fr").language == "fr"
    with pytest.raises(access.Refused):
        actions.prefer(person, by=make.administrator(), language="es")


def test_the_page_of_ones_own_settings_saves_and_answers_in_the_chosen_language(as_):
    person = make.officer()
    client = as_(person)
    wanted = {
        "language": "fr",
        "time_zone": "Africa/Kampala",
        "theme": "dark",
        "density": "normal",
        "has_shortcuts": "on",
    }

    answer = client.post("/staffing/me/", wanted)

    person.refresh_from_db()
    assert answer.status_code == 302
    assert (person.language, person.theme) == ("fr", "dark")


def test_a_crafted_form_changes_no_other_field(as_):
    person = make.officer()
    wanted = {"language": "en", "time_zone": "UTC", "theme": "auto", "density": "normal"}

    as_(person).post("/staffing/me/", wanted | {"email": "x@x.example", "is_superuser": "1", "is_active": ""})

    before = person.email
    person.refresh_from_db()
    assert (person.email, person.is_superuser, person.is_active) == (before, False, True)

"""Administrators manage people on pages that are not there for anybody else; everyone lets a colleague act for them."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from pvehub import access
from pvehub.notifications import outbox as sending
from pvehub.people.models import Posting, User
from pvehub.staffing import actions
from tests import make

pytestmark = pytest.mark.django_db

NEW = {
    "name": "New colleague",
    "email": "New@test.example",
    "language": "fr",
    "office": "UG",
    "role": "project-officer",
}


def page_of(person):
    return f"/staffing/people/{person.uid}/"


@pytest.mark.parametrize("builder", [make.officer, make.head, make.curator], ids=["officer", "head of TRD", "curator"])
def test_for_who_is_no_administrator_the_pages_are_not_there(as_, builder):
    client, person = as_(builder()), make.officer()
    posting = actions.post(person, by=None, office=make.office("HQ"), role="trd-reviewer")

    assert client.get("/staffing/people/").status_code == 404
    assert client.get("/staffing/people/add/").status_code == 404
    assert client.get(page_of(person)).status_code == 404
    assert client.post("/staffing/people/add/", NEW).status_code == 404
    assert client.post(f"{page_of(person)}disable/").status_code == 404
    assert client.post(f"{page_of(person)}postings/add/", {"office": "UG", "role": "staff"}).status_code == 404
    assert client.post(f"/staffing/postings/{posting.pk}/confirm/").status_code == 404
    assert client.post(f"/staffing/postings/{posting.pk}/end/").status_code == 404
    posting.refresh_from_db()
    person.refresh_from_db()
    assert (posting.confirmed_at, posting.ends_at, person.is_active) == (None, None, True)
    assert not User.objects.filter(email="new@test.example").exists()


def test_the_menu_leads_administrators_to_people_and_nobody_else(as_):
    assert b'href="/staffing/people/"' in as_(make.administrator()).get("/staffing/me/").content
    assert b'href="/staffing/people/"' not in as_(make.officer()).get("/staffing/me/").content


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_keeps_to_twelve_queries(as_, rows, django_assert_max_num_queries):
    client, office = as_(make.administrator()), make.office("UG")
    people = User.objects.bulk_create(
        User(email=f"{n}@test.example", name=f"P {n}", sort_key=f"p {n}") for n in range(rows)
    )
    Posting.objects.bulk_create(Posting(user=person, office=office, role="staff") for person in people)

    with django_assert_max_num_queries(12):
        answer = client.get("/staffing/people/?office=UG")

    assert answer.context["page"].total == rows


def test_people_are_found_by_name_without_accents_by_address_by_office_and_by_what_waits(as_):
    client = as_(make.administrator())
    named = make.officer("UG", name="Zoé Quux", email="zq@test.example")
    elsewhere = make.officer("NG", name="Zoé Other")
    actions.post(elsewhere, by=None, office=make.office("HQ"), role="trd-reviewer")

    def found(query):
        return client.get(f"/staffing/people/?{query}").context["page"].rows

    assert found("q=zoe+quux") == found("q=ZQ@TEST") == found("q=zoe&office=UG") == [named]
    assert found("waiting=on") == [elsewhere]
    assert found("q=nobody-of-that-name") == []
    assert client.get("/staffing/people/?q=%00&office=nowhere").status_code == 200


def test_an_invited_colleague_has_an_account_a_posting_and_a_mail_that_says_where_to_set_a_password(as_, outbox):
    make.office("UG")
    answer = as_(make.administrator()).post("/staffing/people/add/", NEW)

    person = User.objects.get(email="new@test.example")
    assert answer.headers["Location"] == page_of(person)
    assert (person.language, person.time_zone, person.has_usable_password()) == ("fr", "Africa/Kampala", False)
    assert access.standing(person).roles == {"project-officer"}
    assert outbox == [("staffing.invited", person)]


def test_the_mail_of_an_invitation_leads_to_the_page_that_sends_the_link_and_holds_no_key(settings, time_machine):
    time_machine.move_to(timezone.now().replace(hour=9))
    person = actions.invite(
        "new@test.example",
        by=make.administrator(),
        name="New",
        language="en",
        office=make.office("UG"),
        role="staff",
    )

    sending.send()

    sent = next(message for message in mail.outbox if message.to == [person.email])
    assert f"{settings.SITE_URL}/accounts/password/reset/\n" in sent.body
    assert "/reset/key/" not in sent.body


def test_the_same_invitation_sent_twice_makes_one_account(as_, outbox):
    make.office("UG")
    client, once = as_(make.administrator()), {"once": str(uuid.uuid4())}

    first, again = (client.post("/staffing/people/add/", NEW | once) for _ in range(2))

    assert first.headers["Location"] == again.headers["Location"]
    assert len(outbox) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "taken@test.example"}, "There is an account with this address already."),
        ({"email": "nonsense"}, "Enter a valid email address."),
        ({"role": "trd-head"}, "That role is not served at an office of this kind."),
        ({"office": "nowhere"}, "Select a valid choice"),
    ],
    ids=["taken", "no address", "role elsewhere", "no office"],
)
def test_what_was_typed_stays_when_an_invitation_is_wrong(as_, outbox, change, sentence):
    make.user(None, email="taken@test.example")
    make.office("UG")
    client = as_(make.administrator())
    before = User.objects.count()

    answer = client.post("/staffing/people/add/", NEW | change)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="New colleague"' in answer.content.decode()
    assert (User.objects.count(), len(outbox)) == (before, 0), "no half-made account"


def test_a_posting_to_trd_works_once_another_administrator_has_confirmed_it(as_):
    maker, other, person = make.administrator(), make.administrator(), make.user(None)
    as_(maker).post(f"{page_of(person)}postings/add/", {"office": "HQ", "role": "trd-head"})
    posting = person.postings.get()
    confirm = f"/staffing/postings/{posting.pk}/confirm/"

    assert "Somebody other than the person who made this posting" in as_(maker).get(page_of(person)).content.decode()
    assert as_(maker).post(confirm).status_code == 403
    assert not access.standing(person).anywhere("decide_cases")
    assert confirm in as_(other).get(page_of(person)).content.decode()
    assert as_(other).post(confirm).status_code == 302
    assert access.standing(person).anywhere("decide_cases")
    assert as_(other).post(confirm).status_code == 403, "once is enough"


def test_a_wrong_posting_comes_back_with_its_sentence_and_what_was_chosen(as_):
    person = make.user(None)
    make.office("UG")

    answer = as_(make.administrator()).post(f"{page_of(person)}postings/add/", {"office": "UG", "role": "trd-head"})

    assert answer.status_code == 422
    assert "That role is not served at an office of this kind." in answer.content.decode()
    assert '<option value="trd-head" selected>' in answer.content.decode()
    assert not person.postings.exists()


def test_an_ended_posting_gives_nothing_and_is_not_ended_again(as_):
    client, person = as_(make.administrator()), make.officer()
    end = f"/staffing/postings/{person.postings.get().pk}/end/"

    assert client.post(end).status_code == 302
    ended = person.postings.get().ends_at

    assert not access.standing(person).is_staff
    assert client.post(end).status_code == 403
    assert person.postings.get().ends_at == ended
    assert "Posting ended" in client.get(page_of(person)).content.decode()


def test_an_administrator_who_ends_their_own_posting_lands_on_their_own_page(as_):
    person = make.administrator()

    answer = as_(person).post(f"/staffing/postings/{person.postings.get().pk}/end/", follow=True)

    assert answer.redirect_chain == [("/staffing/me/", 302)]
    assert answer.status_code == 200


def test_an_account_is_closed_by_somebody_else_only(as_):
    administrator, person = make.administrator(), make.officer()
    client = as_(administrator)

    assert client.post(f"{page_of(person)}disable/").status_code == 302
    assert client.post(f"{page_of(administrator)}disable/").status_code == 403

    person.refresh_from_db()
    assert not person.is_active
    shown = client.get(page_of(person)).content.decode()
    assert "Account closed" in shown and "This account is closed already." in shown
    assert "Nobody closes their own account." in client.get(page_of(administrator)).content.decode()


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_page_of_a_person_costs_the_same_however_much_they_served(as_, count, django_assert_max_num_queries):
    person, client = make.user(None), as_(make.administrator())
    for _ in range(count):
        actions.end_posting(make.posting(person), by=None)

    with django_assert_max_num_queries(14):
        assert client.get(page_of(person)).status_code == 200


# One's own page


def wanted(chief, deputy, **changes):
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    posting = chief.postings.get().pk
    return {"posting": posting, "email": deputy.email, "until_on": day, "ceiling": "low"} | changes


def test_a_chief_lets_a_colleague_act_from_the_own_page_up_to_a_level(as_, outbox):
    chief, deputy = make.chief("UG"), make.officer("UG")
    client = as_(chief)

    assert client.post("/staffing/me/delegate/", wanted(chief, deputy)).status_code == 302

    acting = Posting.objects.get(acting_for=chief.postings.get())
    assert (acting.user, acting.ceiling, outbox.rows()) == (deputy, "low", [("staffing.delegated", deputy)])
    assert access.standing(deputy).may("clear_cases", acting.office)
    assert deputy.name in client.get("/staffing/me/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "nobody@elsewhere.example"}, "No colleague has this address."),
        ({"until_on": "2020-01-01"}, "A delegation ends in the future."),
        ({"until_on": "9999-12-31"}, "Ensure this value is less than"),
        ({"ceiling": "boundless"}, "Select a valid choice"),
    ],
    ids=["nobody", "past", "absurd", "no level"],
)
def test_a_wrong_delegation_comes_back_with_what_was_typed(as_, changes, sentence):
    chief, deputy = make.chief("UG"), make.officer("UG")
    form = wanted(chief, deputy, **changes)

    answer = as_(chief).post("/staffing/me/delegate/", form)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f'value="{form["email"]}"' in answer.content.decode()
    assert not Posting.objects.filter(acting_for__isnull=False).exists()


def test_nobody_delegates_what_is_not_theirs_or_what_they_hold_for_another(as_):
    chief, deputy, third = make.chief("UG"), make.officer("UG"), make.officer("UG")
    as_(chief).post("/staffing/me/delegate/", wanted(chief, deputy))
    held = Posting.objects.get(acting_for__isnull=False)
    client = as_(deputy)

    for posting in (held.pk, chief.postings.get().pk):
        form = {"posting": posting, "email": third.email, "until_on": timezone.localdate() + timedelta(days=2)}
        assert client.post("/staffing/me/delegate/", form).status_code == 422

    assert not third.postings.filter(acting_for__isnull=False).exists()

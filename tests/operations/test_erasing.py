"""Erasing a person: nothing of them is left anywhere, and nothing that counts or is frozen changes."""

import time

import psycopg.sql as sql
import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from endorsement.models import Draft, Submission
from projects.models import FieldDraft
from pvehub import access
from pvehub.audit import seals
from pvehub.notifications.models import Delivery, Notice
from pvehub.operations import actions, classes
from pvehub.people.models import User
from pvehub.staffing import actions as staffing
from tests import make

WORD = "Erasmia7q"


def test_every_row_that_would_go_with_an_account_says_whether_it_goes():
    """A new model with a person of its own cannot be forgotten."""
    ours = {
        model._meta.label
        for model in apps.get_models()
        if any(actions.is_owner(field) for field in model._meta.concrete_fields)
    }
    goes, stays = set(classes.goes()), set(classes.stays())
    assert goes | stays == ours
    assert not goes & stays


def _tables_with(word):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
        asked = [
            sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {} t WHERE t::text ILIKE {})").format(
                sql.Literal(name), sql.Identifier(name), sql.Literal(f"%{word}%")
            )
            for name in tables
        ]
        cursor.execute(sql.SQL(" UNION ALL ").join(asked))
        return {name for (name,) in cursor.fetchall()}


def _counts():
    gone = {apps.get_model(label) for label in classes.goes()}
    kept = [model for model in apps.get_models() if model not in gone and model._meta.managed]
    return {model._meta.label: model._base_manager.count() for model in kept}


@pytest.mark.django_db
def test_nothing_of_the_person_is_left_and_nothing_that_counts_changes(as_):
    case = make.case("endorsed")
    person, administrator = case.author, make.administrator()
    User.objects.filter(pk=person.pk).update(
        name=f"{WORD} Example", sort_key=WORD.lower(), email=f"{WORD}@test.example".lower(), job_title=WORD
    )
    person.refresh_from_db()
    make.notice(person, name=WORD)
    make.token(person, WORD)
    FieldDraft.objects.create(project=case.project, user=person, section="basics", field="title", text=WORD)
    Draft.objects.create(case=case, author=person, form="x", words={"a": WORD}, kept_at=timezone.now())
    as_(person).get("/")
    staffing.disable(person, by=administrator)
    assert len(_tables_with(WORD)) >= 5
    seals.seal()
    before, hashes = _counts(), list(Submission.objects.order_by("pk").values_list("sha256", "content"))

    actions.erase(person, by=administrator)

    assert _tables_with(WORD) == set()
    after = _counts()
    changed = {label: after[label] - count for label, count in before.items() if after[label] != count}
    assert changed == {"audit.Event": 1, "sessions.Session": -1}
    assert list(Submission.objects.order_by("pk").values_list("sha256", "content")) == hashes
    assert seals.seal() == 1 and seals.verify() is None
    person.refresh_from_db()
    assert (str(person), person.is_active, person.has_usable_password()) == ("Former colleague", False, False)
    assert not Notice.objects.filter(recipient=person).exists()
    assert not Delivery.objects.filter(recipient=person).exists()
    assert not person.postings.unended().exists()
    page = as_(administrator).get(case.get_absolute_url())
    assert WORD not in page.content.decode()


@pytest.mark.django_db
def test_the_page_asks_for_the_address_and_for_the_password_and_is_there_for_administrators_only(as_):
    administrator, person = make.administrator(), make.officer(name=WORD)
    administrator.set_password(make.PASSWORD)
    administrator.save()
    address = f"/operations/people/{person.uid}/erase/"
    assert as_(make.officer()).get(address).status_code == 404
    client = as_(administrator)
    refused = client.post(address, {"email": person.email})
    assert refused.status_code == 403
    assert "Close the account first" in refused.content.decode()
    staffing.disable(person, by=administrator)
    assert address in client.get(f"/staffing/people/{person.uid}/").content.decode()

    wrong = client.post(address, {"email": "another@test.example"})
    assert (wrong.status_code, "This is not the address of this account." in wrong.content.decode()) == (422, True)
    late = as_(administrator)
    session = late.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 301}]
    session.save()
    assert "/reauthenticate/" in late.post(address, {"email": person.email}).headers["Location"]
    assert User.objects.get(pk=person.pk).name == WORD

    assert client.post(address, {"email": f" {person.email.upper()} "}).status_code == 302
    assert User.objects.get(pk=person.pk).erased_at is not None
    page = client.get(f"/staffing/people/{person.uid}/").content.decode()
    assert WORD not in page and "Former colleague" in page and "Person erased" in page
    with pytest.raises(access.Refused, match="erased already"):
        actions.erase(person, by=administrator)
    with pytest.raises(access.Refused, match="Nobody erases themselves"):
        actions.erase(administrator, by=administrator)
    assert Session.objects.exists()

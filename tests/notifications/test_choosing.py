"""Choosing: every kind says who is told, shows its mail without writing anything, and one thing can be muted."""

import re
from pathlib import Path

import pytest
from django.core import mail as postbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pvehub.jobs.models import Job
from pvehub.notifications import digests, kinds, notify, outbox, previewing
from pvehub.notifications.models import Delivery, Mute, Notice, Preference
from tests import make

pytestmark = pytest.mark.django_db
REAL = list(kinds.registry.__wrapped__().values())
CHOICES = "/notices/preferences/"
TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"


@pytest.mark.parametrize("kind", REAL, ids=lambda kind: kind.slug)
def test_every_kind_says_in_a_sentence_who_is_told(kind):
    assert str(kind.why).endswith(".") and 15 < len(str(kind.why)) < 160
    assert kind.subject


def test_the_foot_of_a_mail_says_why_and_leads_to_all_three_choices(thing):
    officer = make.officer()
    (notice,) = notify([officer], "staffing.access_asked", about=thing(officer))
    outbox.send()
    body = postbox.outbox[0].body + postbox.outbox[0].alternatives[0].content

    assert body.count("You decide for your office who may see more.") == 2
    for url in (CHOICES, f"/notices/{notice.pk}/mute/", "/notices/unsubscribe/"):
        assert body.count(url) == 2


def test_a_mail_that_always_comes_offers_no_way_out_that_would_not_work(thing):
    officer = make.officer()
    notify([officer], "staffing.access_answered", about=thing(officer))
    outbox.send()
    body = postbox.outbox[0].body

    assert "This kind always comes at once." in body
    assert "/mute/" not in body and "/unsubscribe/" not in body


def test_the_reason_stands_beside_each_notice(as_, thing):
    officer = make.officer()
    (notice,) = notify([officer], "staffing.access_asked", about=thing(officer))
    page = as_(officer).get("/notices/").content.decode()

    assert "You decide for your office who may see more." in page
    assert reverse("notifications:kind-detail", args=[notice.kind]) in page
    assert reverse("notifications:notice-mute", args=[notice.pk]) in page


def test_all_kinds_stand_by_subject_and_are_found_by_words(as_):
    client = as_(make.officer())
    page = client.get(CHOICES).content.decode()
    found = client.get(CHOICES, {"q": "due DILIGENCE"}).content.decode()

    assert all(reverse("notifications:kind-detail", args=[kind.slug]) in page for kind in REAL)
    assert page.count("<details") >= 12 and page.count("<") < 1600  # opening and closing tags: 800 nodes
    assert re.findall(r"/notices/kinds/([a-z_.]+)/", found) == ["projects.diligence_due"]
    assert "No kind of notice has these words." in client.get(CHOICES, {"q": "zzz"}).content.decode()


def test_the_kinds_of_one_subject_are_chosen_together(as_):
    officer = make.officer()
    client = as_(officer)
    page = client.get(CHOICES, {"of": "projects.values_due"}).content.decode()
    assert 'name="projects.context_due"' in page and 'name="projects.member_added"' not in page
    assert 'name="endorsement.report_due"' not in page

    client.post(f"{CHOICES}?of=projects.values_due", {"projects.values_due": "weekly"})
    assert Preference.objects.get(user=officer).cadence == "weekly"
    assert "your choice" in client.get(CHOICES).content.decode()


@pytest.mark.parametrize("kind", REAL[::9], ids=lambda kind: kind.slug)
def test_the_example_of_a_kind_is_its_real_mail_and_writes_nothing(as_, kind):
    officer = make.officer()
    client = as_(officer)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("notifications:kind-detail", args=[kind.slug])).content.decode()

    shown = previewing.example(kind, officer)
    assert shown.subject and f"Dear {officer.name}" in shown.text
    assert str(kind.why)[:20] in page
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not Notice.objects.exists() and not Delivery.objects.exists()


def test_every_fact_that_a_template_names_has_an_example():
    named = {name for path in TEMPLATES.rglob("*.*") for name in re.findall(r"facts\.([a-z_]+)", path.read_text())}
    assert named and named <= set(previewing.facts())


def test_a_choice_of_one_kind_is_kept_and_what_always_comes_has_none(as_):
    officer = make.officer()
    client = as_(officer)
    url = reverse("notifications:kind-detail", args=["projects.values_due"])
    assert client.post(url, {"projects.values_due": "hourly"}).status_code == 422
    assert client.post(url, {"projects.values_due": "never"}).url == url
    assert Preference.objects.get(user=officer).cadence == "never"

    always = reverse("notifications:kind-detail", args=["projects.member_added"])
    client.post(always, {"projects.member_added": "never"})
    assert Preference.objects.count() == 1 and "<select" not in client.get(always).content.decode()
    assert client.get(reverse("notifications:kind-detail", args=["projects.nonsense"])).status_code == 404


def test_what_is_muted_is_told_and_not_mailed_except_what_always_comes(as_, thing):
    officer, chief = make.officer(), make.chief()
    letter, other = thing(officer), thing(officer)
    (notice,) = notify([officer], "letters.sent", about=letter)
    url = reverse("notifications:notice-mute", args=[notice.pk])

    assert as_(officer).get(url).status_code == 200 and not Mute.objects.exists()
    assert as_(chief).post(url).status_code == 404 and not Mute.objects.exists()
    as_(officer).post(url)
    as_(officer).post(url)
    assert Mute.objects.count() == 1

    Delivery.objects.all().delete()
    notify([officer], "letters.sent", about=letter)
    assert not Delivery.objects.exists() and Notice.objects.count() == 2
    notify([officer], "letters.sent", about=other)
    notify([officer], "letters.decided", about=letter)
    assert sorted(row.notice.kind for row in Delivery.objects.all()) == ["letters.decided", "letters.sent"]


def test_a_mail_that_waits_is_dropped_when_its_thing_is_muted_meanwhile(thing, at):
    at()
    officer = make.officer()
    (now,) = notify([officer], "letters.sent", about=(letter := thing(officer)))
    notify([officer], "letters.listed", about=letter)
    Mute.objects.create(user=officer, about_kind=now.about_kind, about_id=now.about_id)
    outbox.send()
    at(days=1)
    digests.gather()
    outbox.send()

    assert not postbox.outbox
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}


def test_what_is_unmuted_is_mailed_again(as_, thing):
    officer = make.officer()
    mute = make.mute(officer, letter := thing(officer))
    page = as_(officer).get("/notices/muted/").content.decode()
    assert "letters.tasks.write" in page and "Muted" in as_(officer).get("/notices/").content.decode()

    url = reverse("notifications:mute-end", args=[mute.pk])
    assert as_(make.chief()).post(url).status_code == 404 and Mute.objects.exists()
    as_(officer).post(url)
    Delivery.objects.all().delete()
    notify([officer], "letters.sent", about=letter)
    assert not Mute.objects.exists() and Delivery.objects.count() == 1


def test_a_muted_thing_out_of_sight_says_nothing_of_itself(as_, thing):
    officer = make.officer()
    make.mute(officer, make.job(officer, name="Canary of Karamoja"))
    url = reverse("notifications:notice-mute", args=[Notice.objects.get().pk])
    Job.objects.update(owner=None)
    for page in (as_(officer).get("/notices/muted/"), as_(officer).get(url)):
        assert "Canary of Karamoja" not in page.content.decode()
        assert "You no longer have access to this." in page.content.decode()


def test_the_muted_cost_the_same_with_1_and_40_rows(as_, thing):
    officer = make.officer()
    client = as_(officer)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/notices/muted/").status_code == 200
        return len(captured)

    make.mute(officer, thing(officer))
    client.get("/notices/muted/")
    one = queries()
    for _each in range(39):
        make.mute(officer, thing(officer))
    assert queries() == one <= 12

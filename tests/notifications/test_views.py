"""The pages of notices: one's own only, without a title where the thing is lost, and no change by looking."""

import pytest
from django.core import signing
from django.urls import reverse

from pvehub.audit import faults
from pvehub.jobs.models import Job
from pvehub.notifications import kinds, mail, notify
from pvehub.notifications.models import Delivery, Notice, Preference
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/notices/"


def test_notice_list_shows_ones_own_newest_first(as_, thing):
    officer, chief = make.officer(), make.chief()
    notify([officer], "letters.sent", about=thing(officer))
    notify([officer], "letters.listed")
    notify([chief], "letters.decided")

    page = as_(officer).get(LIST).content.decode()

    assert page.index("A letter was listed") < page.index("A letter was sent")
    assert "letters.tasks.write" in page and "A letter was decided" not in page


def test_notice_list_is_inert_where_access_was_lost(as_, thing):
    officer = make.officer()
    notify([officer], "letters.sent", about=thing(officer))
    Job.objects.update(owner=None)

    page = as_(officer).get(LIST).content.decode()

    assert "letters.tasks.write" not in page and "You no longer have access to this." in page
    assert reverse("jobs:job-detail", args=[Job.objects.get().pk]) not in page


def test_notice_list_takes_the_same_queries_for_one_and_for_twenty(as_, thing, django_assert_num_queries):
    officer = make.officer()
    client = as_(officer)

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    notify([officer], "letters.sent", about=thing(officer))
    client.get(LIST)
    one = queries()
    for _ in range(40):
        notify([officer], "letters.sent", about=thing(officer))
    assert queries() == one <= 12


def test_notice_open_reads_it_and_leads_on(as_, thing):
    officer = make.officer()
    (notice,) = notify([officer], "letters.sent", about=(letter := thing(officer)))
    url = reverse("notifications:notice-open", args=[notice.pk])

    assert as_(make.chief()).post(url).status_code == 404
    assert as_(officer).get(url).status_code == 405
    assert Notice.objects.get().read_at is None
    assert as_(officer).post(url).url == letter.get_absolute_url()
    assert Notice.objects.get().read_at

    Job.objects.update(owner=None)
    assert as_(officer).post(url).url == LIST


def test_notice_read_and_read_all(as_):
    officer = make.officer()
    first, _second = notify([officer], "letters.sent") + notify([officer], "letters.listed")

    assert as_(make.chief()).post(reverse("notifications:notice-read", args=[first.pk])).status_code == 404
    as_(officer).post(reverse("notifications:notice-read", args=[first.pk]))
    assert Notice.objects.unread().count() == 1
    as_(officer).post(reverse("notifications:notice-read-all"))
    assert Notice.objects.unread().count() == 0


def test_every_page_shows_how_much_is_unread(as_):
    officer = make.officer()
    notify([officer], "letters.sent")
    assert '<span class="count">1' in as_(officer).get(LIST).content.decode()


def test_preference_edit_keeps_what_was_chosen(as_):
    officer = make.officer()
    client, url = as_(officer), reverse("notifications:preference-edit")

    page = client.get(url).content.decode()
    assert "A letter was sent" in page and "A letter was decided</a>: Always at once" in page
    assert 'name="letters.decided"' not in client.get(url, {"of": "letters.sent"}).content.decode()

    assert client.post(url, {"letters.sent": "weekly", "letters.decided": "never"}).url == url
    assert [(row.kind, row.cadence) for row in Preference.objects.all()] == [("letters.sent", "weekly")]

    refused = client.post(url, {"letters.sent": "hourly"})
    assert refused.status_code == 422 and "Choose one of the four." in refused.content.decode()


def test_unsubscribe_asks_first_and_needs_no_sign_in(client):
    officer = make.officer()
    url = mail.unsubscribe_url(officer, kinds.get("letters.sent")).partition("/notices")[2]

    assert client.get(f"/notices{url}").status_code == 200
    assert not Preference.objects.exists()
    assert client.post(f"/notices{url}", {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert [(row.user, row.kind, row.cadence) for row in Preference.objects.all()] == [
        (officer, "letters.sent", "never")
    ]


def test_an_address_to_unsubscribe_does_not_say_of_what_and_those_sent_before_still_work(client):
    officer, kind = make.officer(), kinds.get("letters.sent")
    token = mail.unsubscribe_url(officer, kind).rstrip("/").rpartition("/")[2]
    assert "letters" not in str(signing.loads(token, salt=mail.UNSUBSCRIBE_SALT))

    before = signing.dumps([str(officer.uid), "letters.sent"], salt=mail.UNSUBSCRIBE_SALT)
    assert str(kind.label) in client.get(reverse("notifications:unsubscribe", args=[before])).content.decode()


def test_unsubscribe_is_not_found_for_anything_forged_or_gone(client):
    officer = make.officer()
    gone = signing.dumps([str(officer.uid), "letters.burnt"], salt=mail.UNSUBSCRIBE_SALT)
    elsewhere = signing.dumps([str(officer.uid), "letters.sent"], salt="another")
    for token in (gone, elsewhere, "nonsense"):
        assert client.get(reverse("notifications:unsubscribe", args=[token])).status_code == 404


def test_what_was_given_up_is_told_by_its_label_and_kind_in_the_language_of_the_reader(as_, at):
    at()
    said = {"error": "ZeroDivisionError", "request_id": "ab12cd", "state": "failed", "finished_at": at()}
    Job.objects.create(name="knowledge.tasks.extract_text", **said)
    Job.objects.create(name="knowledge.tasks.is_gone", **said | {"error": faults.FULL})
    make.delivery(make.officer(), state="parked", last_error="TemplateSyntaxError")

    page = as_(make.administrator(language="en")).get(reverse("notifications:undelivered-list")).content.decode()
    for words in ("Reading the words of a file", "(ZeroDivisionError)", "ab12cd", "(TemplateSyntaxError)"):
        assert words in page
    assert "Unknown work (knowledge.tasks.is_gone)" in page and "no room on the server" in page
    assert "<dt>Background work</dt>" in page and "<dt>jobs</dt>" not in page
    french = as_(make.administrator(language="fr")).get(reverse("notifications:undelivered-list")).content.decode()
    assert "Reading the words" not in french and "no room on the server" not in french


def test_undelivered_list_is_for_administrators(as_, at):
    at()
    officer, administrator = make.officer(), make.administrator()
    notify([officer], "letters.sent")
    Delivery.objects.update(state="parked", last_error="550 no such user")
    job = Job.objects.create(name="letters.tasks.write", state="failed", error="no paper", finished_at=at())
    url = reverse("notifications:undelivered-list")

    assert as_(officer).get(url).status_code == 403
    page = as_(administrator).get(url).content.decode()
    assert "550 no such user" in page and "no paper" in page
    assert "DATABASE_OWNER_URL" not in page  # the tests have both roles
    assert url in as_(administrator).get(LIST).content.decode() and url not in as_(officer).get(LIST).content.decode()

    again = reverse("notifications:delivery-retry", args=[Delivery.objects.get().pk])
    job_again = reverse("notifications:job-retry", args=[job.pk])
    assert as_(officer).post(again).status_code == as_(officer).post(job_again).status_code == 403
    as_(administrator).post(again)
    as_(administrator).post(job_again)
    assert (Delivery.objects.get().state, Job.objects.get().state) == ("waiting", "queued")

"""The stories of the design: what leaks, what is found, who hears, who is reminded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from knowledge import actions, search, tasks, workflow
from knowledge.actions import Tags, Text
from knowledge.models import Resource
from pvehub.notifications.models import Delivery, Notice
from pvehub.people.models import User
from pvehub.staffing import actions as staffing
from tests import make

pytestmark = pytest.mark.django_db


def _ask(words, person):
    published = Resource.objects.visible_to(person).published()
    return search.ask(words, by=person, among=published)


def test_its_pages_are_not_there_for_an_outsider_and_lead_nobody_further_than_the_sign_in(as_, client):
    page = make.resource(tier=2).get_absolute_url()
    outsider = as_(make.outsider())

    for url in (page, *(f"{page}{act}/" for act in ("texts", "review", "edit", "supersede", "withdraw"))):
        assert outsider.get(url).status_code == 404
        assert client.get(url).status_code == 302


def test_an_etag_opens_no_door(as_):
    resource = make.resource(tier=2, files=(("a.pdf", "plain", 2),))
    url = resource.attachments.get().get_absolute_url()
    whole = as_(make.officer("UG")).get(url)
    tag = whole.headers["ETag"]
    list(whole.streaming_content)

    assert as_(make.outsider()).get(url, headers={"if-none-match": tag}).status_code == 404


@pytest.mark.scenario("knowledge-5")
def test_words_only_in_a_restricted_file_of_an_open_page_hit_for_its_office_alone():
    resource = make.resource(files=(("closed.pdf", "Bukwoyiba", 2), ("open.pdf", "Mityana", 0)))
    officer, outsider = make.officer("UG"), make.outsider()

    (hit,) = _ask("Bukwoyiba", officer).rows
    assert (hit.resource, hit.file) == (resource, "closed.pdf")
    assert _ask("Bukwoyiba", outsider).total == 0
    assert _ask("Mityana", outsider).rows[0].file == "open.pdf"


def test_a_newer_text_that_waits_is_not_searched():
    author = make.officer("UG")
    resource = make.resource(author=author)
    text = resource.revisions.get()
    fields = text.fields | {"happened": "Umberellatown burnt."}
    actions.edit(resource, by=author, text=Text(text.title, text.summary, text.language, fields), tags=Tags())

    assert _ask("Umberellatown", author).total == 0


def test_raising_the_tier_closes_search_and_page_at_once(as_):
    author, outsider = make.officer("UG"), make.outsider()
    resource = make.resource(author=author, title="Xylophontal")
    assert _ask("Xylophontal", outsider).total == 1

    text = resource.revisions.get()
    actions.edit(
        resource, by=author, text=Text(text.title, text.summary, text.language, text.fields), tags=Tags(tier=2)
    )

    assert _ask("Xylophontal", outsider).total == 0
    assert as_(outsider).get(resource.get_absolute_url()).status_code == 404


def test_a_colleague_in_niamey_finds_a_lesson_by_a_word_in_its_pdf_and_follows_it(as_):
    theme, region = make.term("themes", "SOCOH", "Social cohesion"), make.office("NBO")
    resource = make.resource(
        themes=[theme], countries=[make.office("UG").country], files=(("slums.pdf", "Kisenyi mediators", 0),)
    )
    make.resource(office="NE", themes=[theme], title="Kisenyi elsewhere")
    colleague = make.user("staff", "NE", email="colleague-ne@test.example")
    client = as_(colleague)

    page = client.get(reverse("knowledge:resource-list"), {"q": "Kisenyi", "theme": "SOCOH", "region": region.code})
    assert [row.resource for row in page.context["page"].rows] == [resource]
    text = page.content.decode()
    assert "<mark>Kisenyi</mark>" in text and "slums.pdf" in text

    client.post(reverse("knowledge:resource-follow", args=[resource.uid]))
    assert resource.follows.get().user == colleague
    assert client.get(resource.get_absolute_url()).context["follows"]


def test_access_lost_after_following_is_silence_by_mail_and_bell_and_comes_back(as_):
    author, curator = make.officer("UG"), make.curator()
    resource, reader = make.resource(author=author, tier=1), make.user("staff", "KE")
    actions.follow(resource, by=reader)
    posting = reader.postings.get()
    posting.ends_at = posting.starts_at
    posting.save()

    def publish_again(title):
        text = resource.revisions.newest().first()
        new = Text(title, text.summary, text.language, text.fields)
        actions.edit(resource, by=author, text=new, tags=Tags(tier=1))
        actions.submit(resource, by=author)
        actions.claim(resource, by=curator)
        actions.publish(resource, by=curator, seen=make.waiting_hash(resource), checklist=make.TICKED)

    publish_again("Second")
    assert not Notice.objects.filter(recipient=reader).exists()
    assert not Delivery.objects.filter(recipient=reader).exists()

    posting.ends_at = None
    posting.save()
    publish_again("Third")
    assert [notice.kind for notice in Notice.objects.filter(recipient=reader)] == ["knowledge.followed_changed"]


@pytest.mark.scenario("knowledge-8")
def test_a_forged_post_of_an_author_who_curates_is_refused_and_on_record(as_):
    author = make.curator()
    resource = make.resource(state="submitted", office="HQ", author=author)
    client = as_(author)

    claimed = client.post(reverse("knowledge:curation-claim", args=[resource.uid]))
    decided = client.post(
        reverse("knowledge:curation-review", args=[resource.uid]),
        {"seen": make.waiting_hash(resource), "outcome": "published"} | {f"check_{name}": "on" for name in make.TICKED},
    )

    assert (claimed.status_code, decided.status_code) == (403, 403)
    assert "You wrote it" in claimed.content.decode()
    from pvehub.audit import trail

    assert [event.verb for event in trail.of(resource)][-2:] == ["knowledge.refused"] * 2


@pytest.mark.scenario("knowledge-10")
def test_the_curator_is_stopped_and_led_to_what_changed(as_):
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(state="in_curation", author=author, curator=curator)
    client, url = as_(curator), reverse("knowledge:curation-review", args=[resource.uid])
    seen = client.get(url).context["form"]["seen"].value()
    text = resource.revisions.get()
    fields = text.fields | {"happened": "The committees never met."}
    actions.edit(resource, by=author, text=Text(text.title, text.summary, text.language, fields), tags=Tags())

    points = {f"check_{name}": "on" for name in make.TICKED}
    stopped = client.post(url, {"seen": seen, "outcome": "published", "reason": "Very clear."} | points)

    assert stopped.status_code == 409
    page = stopped.content.decode()
    assert "Very clear." in page and f"{url}?since=1" in page
    diff = client.get(f"{url}?since=1")
    assert [change["name"] for change in diff.context["changes"]] == ["happened"]
    assert ("+", "never") in diff.context["changes"][0]["pieces"]


def _due(resource, days):
    Resource.objects.filter(pk=resource.pk).update(verify_by_on=make.today("UG") + timedelta(days=days))


@pytest.mark.scenario("knowledge-13")
def test_five_days_without_beat_over_the_date_is_one_reminder(outbox):
    author = make.officer("UG")
    resource = make.resource(author=author)
    _due(resource, 3)
    tasks.remind_verification()
    assert list(outbox)[-1] == ("knowledge.verification_due", author)
    before = len(outbox)

    Resource.objects.filter(pk=resource.pk).update(verify_by_on=make.today("UG") - timedelta(days=2))
    for _hour in range(3):
        tasks.remind_verification()

    assert list(outbox)[before:] == [("knowledge.verification_due", author)]


def test_the_reminder_climbs_to_the_role_and_to_the_curators(outbox):
    author, colleague, curator = make.officer("UG"), make.officer("UG"), make.curator()
    resource = make.resource(author=author, curator=curator)
    told = {}
    for days in (-20, -5, 0, 14, 30):
        _due(resource, -days)
        before = len(outbox)
        tasks.remind_verification()
        told[days] = {person for _kind, person in list(outbox)[before:]}

    assert told == {-20: {author}, -5: {author}, 0: {author}, 14: {author, colleague}, 30: {curator}}


@pytest.mark.scenario("knowledge-12")
def test_all_items_of_a_closed_account_pass_to_the_roles_backup_the_same_day(outbox):
    author, colleague, other = make.officer("UG", name="A"), make.officer("UG", name="B"), make.officer("KE")
    theirs, elsewhere = [make.resource(author=author) for _ in range(3)], make.resource(author=other, office="KE")
    staffing.disable(author, by=make.administrator())
    before = len(outbox)

    for _hour in range(2):
        tasks.keep_trust()

    assert {Resource.objects.get(pk=one.pk).verifier for one in theirs} == {colleague}
    assert Resource.objects.get(pk=elsewhere.pk).verifier == other
    assert list(outbox)[before:] == [("knowledge.passed_on", colleague)] * 3
    _due(theirs[0], 5)
    tasks.remind_verification()
    assert list(outbox)[-1] == ("knowledge.verification_due", colleague)


def test_where_the_chair_is_empty_the_curators_are_told(outbox):
    author, curator = make.officer("UG"), make.curator()
    resource = make.resource(author=author, curator=curator)
    User.objects.filter(pk=author.pk).update(is_active=False)
    before = len(outbox)

    tasks.keep_trust()

    resource.refresh_from_db()
    assert resource.verifier is None
    assert list(outbox)[before:] == [("knowledge.passed_on", curator)]


def test_who_moved_away_and_may_no_longer_read_it_answers_for_it_no_more():
    author, colleague = make.officer("UG"), make.officer("UG")
    open_one, closed = make.resource(author=author), make.resource(author=author, tier=2)
    for made in (open_one, closed):
        made.authors.set([colleague])
        Resource.objects.filter(pk=made.pk).update(created_by=colleague, focal_point=None)
    author.postings.update(office=make.office("NG"))

    tasks.keep_trust()

    assert [Resource.objects.get(pk=made.pk).verifier for made in (open_one, closed)] == [author, colleague]


def test_what_was_verified_meanwhile_is_not_mailed():
    from knowledge.notices import KINDS

    resource = make.resource()
    due = {kind.slug: kind for kind in KINDS}["knowledge.verification_due"]
    facts = {"due_on": str(resource.verify_by_on)}
    assert due.relevant(resource, facts)

    Resource.objects.filter(pk=resource.pk).update(verify_by_on=workflow.months_after(make.today("UG"), 3))
    resource.refresh_from_db()

    assert not due.relevant(resource, facts)


def test_nothing_is_reminded_of_a_year_or_of_what_is_archived(outbox):
    fields = {"sort": "final", "year": "2024", "method": "Interviews.", "findings": "Three."}
    make.resource(kind="evaluation", fields=fields)
    archived = make.resource(state="archived")
    _due(archived, 0)
    before = len(outbox)

    tasks.remind_verification()

    assert len(outbox) == before

"""A draft of guidance before colleagues: who sees it, who comments, what becomes of comments, what stands in the end."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge import actions
from knowledge.actions import Tags, Text
from knowledge.models import ClauseComment, Consultation
from pvehub import access
from pvehub.index.models import SearchDoc
from tests import make

pytestmark = pytest.mark.django_db
NEVER = "zzneverexisted"


def _page(client, made):
    return client.get(made.get_absolute_url())


def _bare(page):
    """Without the form's key, which is another each time."""
    return re.sub(r'value="\w{64}"', "", page)


def test_only_who_was_asked_sees_the_draft_and_it_is_nowhere_for_others(as_):
    author, asked, outsider = make.officer("UG"), make.officer("KE"), make.outsider()
    draft = make.guidance(state="draft", author=author, title="The canarydraft note", fields={"scope": "canaryscope"})
    made = make.consultation(draft, offices=("KE",), question="What of the canaryquestion?")
    client = as_(outsider)

    assert "canaryquestion" in _page(as_(asked), made).content.decode()
    never = client.get(reverse("knowledge:consultation-detail", args=[99999]))
    assert (_page(client, made).status_code, _page(client, made).content) == (404, never.content)
    for route in ("consultation-list", "guidance-list", "resource-list", "donor-topic"):
        assert "canary" not in client.get(reverse(f"knowledge:{route}")).content.decode()
    for door in (reverse("search:search-list"), reverse("search:search-suggest")):
        hit, miss = (client.get(door, {"q": word}).content.decode() for word in ("canarydraft", NEVER))
        assert _bare(hit.replace("canarydraft", NEVER)) == _bare(miss)
    assert not SearchDoc.objects.filter(body__icontains="canary").exists()
    assert not SearchDoc.objects.filter(title__icontains="canary").exists()
    # Whoever was asked reads the draft before them, and nothing else of the note.
    assert as_(asked).get(draft.get_absolute_url()).status_code == 404


def test_what_the_author_writes_meanwhile_is_not_before_them(as_):
    draft = make.guidance(state="draft")
    made = make.consultation(draft)
    text = draft.revisions.get()
    changed = Text(text.title, text.summary, text.language, text.fields | {"clauses": "MUST keep the canarychange."})
    actions.edit(draft, by=draft.created_by, text=changed, tags=Tags())

    page = _page(as_(make.officer("UG")), made).content.decode()
    assert "canarychange" not in page
    assert "ask the elders." in page


def test_comments_stand_beside_their_clause_and_each_gets_an_answer_with_a_reason(as_, outbox):
    draft = make.guidance(state="draft")
    made, colleague = make.consultation(draft), make.officer("UG", name="Okello")
    url = reverse("knowledge:consultation-comment", args=[made.pk])
    answer = as_(colleague).post(url, {"clause": "1.1", "text": "Ask the young people too."})
    assert answer.status_code == 302
    comment = ClauseComment.objects.get()

    with pytest.raises(access.Refused, match="Only the authors"):
        actions.dispose(comment, by=colleague, outcome="accepted")
    with pytest.raises(access.Unmet, match="Say why"):
        actions.dispose(comment, by=draft.created_by, outcome="declined")
    with pytest.raises(access.Unmet, match="1 comment has no answer yet"):
        actions.end_consultation(made, by=draft.created_by)
    actions.dispose(comment, by=draft.created_by, outcome="partly", because="Where there are any.")
    actions.end_consultation(made, by=draft.created_by)

    assert ("knowledge.consultation_ended", colleague) in outbox
    page = _page(as_(colleague), made).content.decode()
    assert (
        page.index("Ask the young people too.") < page.index("Accepted in part.") < page.index("Where there are any.")
    )
    with pytest.raises(access.Refused, match="has ended"):
        actions.dispose(comment, by=draft.created_by, outcome="accepted")


def test_a_comment_that_is_wrong_comes_back_with_its_words(as_):
    made, client = make.consultation(), as_(make.officer("UG"))
    url = reverse("knowledge:consultation-comment", args=[made.pk])
    page = client.post(url, {"clause": "9.9", "text": "My words stay."}).content.decode()

    assert "My words stay." in page
    assert not ClauseComment.objects.exists()
    page = client.post(url, {"clause": "", "text": "Call +256 772 123 456."}).content.decode()
    assert "holds a phone number" in page


def test_the_table_of_answers_stands_beside_the_published_note_by_office_and_without_names(as_):
    author, curator = make.officer("UG", name="Author Akello"), make.curator()
    draft = make.guidance(state="draft", author=author, curator=curator)
    comment = make.comment(make.consultation(draft, offices=("KE",)), by=make.officer("KE", name="Commenter Wanjiru"))
    table, reader = reverse("knowledge:disposition-table", args=[draft.uid]), as_(make.outsider())
    actions.dispose(comment, by=author, outcome="declined", because="Elders speak for the village.")
    actions.end_consultation(comment.consultation, by=author)

    assert reader.get(table).status_code == 404
    actions.submit(draft, by=author)
    actions.claim(draft, by=curator)
    make.publish_guidance(draft, by=curator)
    page = reader.get(table).content.decode()
    assert "Elders speak for the village." in page
    assert "Office KE" in page
    assert "Wanjiru" not in page
    assert table in reader.get(draft.get_absolute_url()).content.decode()


def test_who_may_be_asked_follows_who_will_read_the_note():
    author, until = make.officer("UG"), make.today("UG") + timedelta(days=9)

    def put(tier, **asked):
        draft = make.guidance(state="draft", author=author, tier=tier)
        return actions.open_consultation(draft, by=author, until_on=until, **asked)

    with pytest.raises(access.Unmet, match="not be for all staff"):
        put(1, is_for_all=True)
    with pytest.raises(access.Unmet, match="not be for the region of"):
        put(1, offices=[make.office("NG")])
    assert put(1, offices=[make.office("KE"), make.office("HQ")]).pk
    with pytest.raises(access.Refused, match="named offices or persons"):
        put(2, offices=[make.office("KE")])
    with pytest.raises(access.Unmet, match="one office at least"):
        put(0)
    with pytest.raises(access.Refused, match="Only its authors"):
        actions.open_consultation(make.guidance(), by=make.officer("UG"), until_on=until, is_for_all=True)


def test_comments_end_with_the_last_day_of_the_owner_office():
    made, colleague = make.consultation(), make.officer("UG")
    Consultation.objects.filter(pk=made.pk).update(until_on=make.today("UG"))
    make.comment(made, by=colleague)
    Consultation.objects.filter(pk=made.pk).update(until_on=make.today("UG") - timedelta(days=1))

    with pytest.raises(access.Refused, match="no longer taken"):
        make.comment(made, by=colleague)


def test_the_asked_are_reminded_before_the_last_day_and_the_authors_after_it_once_each(outbox):
    silent, spoke = make.officer("UG"), make.officer("UG")
    made = make.consultation()
    author = made.resource.created_by
    make.comment(made, by=spoke)
    told = len(outbox)
    for days in (5, 2, 1, 0):
        moment = _at(made, days)
        actions.remind_consultation(made, now=moment)
        actions.remind_consultation(made, now=moment)
    assert sorted(list(outbox)[told:], key=lambda pair: pair[1].pk) == [
        ("knowledge.consultation_due", silent),
        ("knowledge.consultation_due", author),
    ]
    told = len(outbox)
    for days in (-1, -2, -20, -21):
        actions.remind_consultation(made, now=_at(made, days))
    assert list(outbox)[told:] == [("knowledge.consultation_waits", author)] * 2


def _at(made, left):
    """Noon in Kampala so many days before the last day."""
    return timezone.now().replace(hour=9, minute=0) + (made.until_on - make.today("UG")) - timedelta(days=left)


def test_drafts_that_wait_for_ones_word_stand_on_the_desk_until_it_is_said(as_):
    author, colleague = make.officer("UG"), make.officer("KE")
    draft = make.consultation(make.guidance(state="draft", author=author), offices=("KE",))
    url = draft.get_absolute_url()

    def desk(person):
        return as_(person).get("/").content.decode()

    assert url in desk(colleague) and "Comments until" in desk(colleague)
    assert url not in desk(author), "one's own draft asks nothing of oneself"
    assert url not in desk(make.officer("NG")), "who was not asked hears nothing"
    comment = make.comment(draft, by=colleague)
    assert url not in desk(colleague)
    assert url in desk(author) and "Say what becomes of each." in desk(author)
    actions.dispose(comment, by=author, outcome="accepted", because="")
    assert url not in desk(author)
    Consultation.objects.filter(pk=draft.pk).update(until_on=make.today("UG") - timedelta(days=2))
    assert url not in desk(make.officer("KE")), "past its day"

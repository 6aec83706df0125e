"""Discussions: who reads them, who is told, what comes of them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge import actions, conversing, tasks
from knowledge.models import Discussion, EarlierWords, Reply, Resource
from projects.models import Follow
from pvehub import access
from pvehub.index.models import SearchDoc
from tests import make

pytestmark = pytest.mark.django_db
CANARY = "quixotrel"
SIGNED = re.compile(r'(csrf\w*|once)" value="[^"]*"|nonce="[^"]*"')


def seen(discussion, person):
    return Discussion.objects.visible_to(person).filter(pk=discussion.pk).exists()


def test_a_free_question_is_for_all_staff_or_for_the_region_and_headquarters():
    author = make.officer("UG")
    wide, near = make.discussion(by=author), make.discussion(by=author, tier=1)

    assert [seen(wide, who) for who in (make.outsider("NG"), make.user(None))] == [True, False]
    assert [seen(near, make.user("staff", code)) for code in ("KE", "HQ", "NG")] == [True, True, False]


def test_a_request_kept_to_the_region_is_read_by_the_mission_that_is_asked(outbox):
    there = make.officer("NG")
    made = make.discussion(kind="peer_request", tier=1, asked_office=make.office("NG"))

    assert seen(made, there) and not seen(made, make.officer("NE"))
    assert ("knowledge.peer_asked", there) in list(outbox)


def test_on_a_project_exactly_those_read_it_who_can_open_the_project_and_it_follows():
    author, stranger, chief = make.officer("UG"), make.outsider(), make.chief("UG")
    project = make.project(manager=author, tier=2)
    made = make.discussion(by=author, project=project)
    assert [seen(made, who) for who in (author, chief, stranger)] == [True, True, False]
    assert made.tier == 2

    opened = make.project(manager=author, status="active")
    Discussion.objects.filter(pk=made.pk).update(project=opened)

    assert seen(made, stranger)


def test_what_stands_on_a_closed_project_is_nowhere_for_an_outsider(as_, outbox):
    author, stranger = make.officer("UG"), make.outsider(name="Outsider Lagos")
    theme = make.term("themes")
    Follow.objects.create(user=stranger, theme=theme)
    project = make.project(manager=author, tier=2)
    made = make.discussion(
        by=author,
        project=project,
        title=f"Title {CANARY}",
        text=f"Text {CANARY}",
        themes=[theme],
        named=[make.chief("UG")],
    )
    make.reply(made, by=author, text=f"Answer {CANARY}")
    tasks.tell_of_talk(made.pk)
    client, nothing = as_(stranger), "zzznothing"

    doc = SearchDoc.objects.get(kind="discussion", thing_id=made.pk)
    assert doc.facets & 1, "it counts as restricted in the index, and enters no statistic"
    assert stranger not in {who for _kind, who in outbox}
    for page in ("", "?mine=follow", f"?theme={theme.code}"):
        assert CANARY not in client.get(reverse("knowledge:discussion-list") + page).content.decode()
    for name in ("discussion-detail", "discussion-people"):
        missing = client.get(reverse(f"knowledge:{name}", args=["11111111-1111-4111-8111-111111111111"]))
        hidden = client.get(reverse(f"knowledge:{name}", args=[made.uid]))
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    answers = [client.get(reverse("search:search-list") + f"?q={word}").content.decode() for word in (CANARY, nothing)]
    plain = [SIGNED.sub("", text).replace(CANARY, "").replace(nothing, "") for text in answers]
    assert plain[0] == plain[1]
    with pytest.raises(access.Unmet, match="Outsider Lagos"):
        actions.reply(made, by=author, text="What do you think?", named=[stranger])
    assert Reply.objects.filter(discussion=made).count() == 1


def test_names_are_offered_only_of_who_may_read_it(as_):
    author = make.officer("UG", name="Amina Author")
    make.chief("UG", name="Amal Chief")
    make.outsider(name="Amadou Outsider")
    closed = make.discussion(by=author, project=make.project(manager=author, tier=2))
    wide = make.discussion(by=author)
    asked = {
        made: as_(author)
        .get(reverse("knowledge:discussion-people", args=[made.uid]) + "?named=Bo, ama")
        .content.decode()
        for made in (closed, wide)
    }

    assert "Bo, Amal Chief (UG)" in asked[closed] and "Amadou" not in asked[closed]
    assert "Amadou Outsider (NG)" in asked[wide]


def test_the_words_of_a_masked_text_are_discussed_by_its_readers_and_a_passage_has_to_stand_in_it():
    text = make.resource(is_masked=True, credit="nobody")
    made = make.discussion(by=make.outsider(), resource=text, quoted="settled  disputes over stalls")

    assert seen(made, make.officer("NE"))
    with pytest.raises(access.Refused, match="does not stand in the text"):
        make.discussion(resource=text, quoted="never said")
    Resource.objects.filter(pk=text.pk).update(tier=2)
    assert not seen(made, make.officer("NE"))


def test_who_asked_hears_at_once_and_who_follows_in_their_rhythm(outbox):
    asker, first, second = make.officer("UG"), make.outsider(), make.user("staff", "KE")
    made = make.discussion(by=asker)
    make.reply(made, by=first)
    make.reply(made, by=second)

    assert list(outbox) == [
        ("knowledge.talk_answered", asker),
        ("knowledge.talk_answered", asker),
        ("knowledge.talk_replied", first),
    ]
    actions.follow_talk(made, by=first, is_on=False)
    make.reply(made, by=second)
    assert list(outbox)[3:] == [("knowledge.talk_answered", asker)]


def test_two_who_follow_different_themes_never_get_each_others_news(outbox):
    first, second = make.outsider(), make.user("staff", "KE")
    one, other = make.term("themes", "SOCOH"), make.term("themes", "CSTAB")
    Follow.objects.create(user=first, theme=one)
    Follow.objects.create(user=second, theme=other)
    for theme in (one, other):
        tasks.tell_of_talk(make.discussion(themes=[theme], title=theme.code).pk)

    told = {(notice.recipient, notice.about_id) for notice in outbox.notices.filter(kind="knowledge.talk_news")}
    assert told == {
        (first, str(Discussion.objects.get(title="SOCOH").pk)),
        (second, str(Discussion.objects.get(title="CSTAB").pk)),
    }


def test_several_answers_are_accepted_and_taken_back(outbox):
    asker, helper = make.officer("UG"), make.outsider()
    made = make.discussion(by=asker)
    first, second = make.reply(made, by=helper), make.reply(made, by=make.user("staff", "KE"))
    with pytest.raises(access.Refused, match="Only the person who asked"):
        actions.accept(first, by=helper)

    actions.accept(first, by=asker)
    actions.accept(second, by=make.curator())
    made.refresh_from_db()
    assert made.state == conversing.State.ANSWERED
    assert ("knowledge.talk_accepted", helper) in list(outbox)

    for answer in (first, second):
        actions.accept(answer, by=asker, is_accepted=False)
    made.refresh_from_db()
    assert made.state == conversing.State.OPEN


def test_an_accepted_answer_becomes_a_lesson_draft_with_credit_to_who_answered():
    asker, helper = make.officer("UG"), make.outsider()
    theme = make.term("themes")
    made = make.discussion(by=asker, tier=1, asked_office=make.office("NG"), kind="peer_request", themes=[theme])
    answer = make.reply(made, by=helper, text="Their chair decides.")
    with pytest.raises(access.Refused, match="from an accepted answer"):
        actions.begin_lesson(answer, by=asker)

    lesson = actions.begin_lesson(actions.accept(answer, by=asker), by=asker)

    assert (lesson.tier, lesson.state, list(lesson.themes.all())) == (1, "draft", [theme])
    assert set(lesson.authors.all()) == {asker, helper}
    assert lesson.revisions.get().fields == {"context": made.text, "happened": "Their chair decides."}
    answer.refresh_from_db()
    with pytest.raises(access.Refused, match="already"):
        actions.begin_lesson(answer, by=asker)


def test_a_lesson_from_a_closed_project_is_born_as_closed():
    author = make.officer("UG")
    project = make.project(manager=author, tier=2)
    made = make.discussion(by=author, project=project)
    answer = actions.accept(make.reply(made, by=make.chief("UG")), by=author)

    lesson = actions.begin_lesson(answer, by=author)

    assert (lesson.tier, lesson.origin_project) == (2, project)


def test_words_are_changed_for_a_day_and_never_silently(as_):
    author, reader = make.officer("UG"), make.outsider()
    made = make.discussion(by=author, text="The first words.")
    actions.change_words(made, by=author, text="The second words.", title="Said better")
    url = made.get_absolute_url()

    page = as_(reader).get(url).content.decode()
    assert "The second words." in page and "The first words." in page and "Said better" in page
    with pytest.raises(access.Refused, match="Only the person who wrote it"):
        actions.change_words(made, by=reader, text="Mine.")
    Discussion.objects.filter(pk=made.pk).update(written_at=timezone.now() - conversing.EDITABLE - timedelta(minutes=1))
    with pytest.raises(access.Refused, match="within a day"):
        actions.change_words(made, by=author, text="The third words.")
    assert EarlierWords.objects.count() == 1


def test_flagged_words_are_hidden_with_a_reason_and_restored(as_, outbox):
    author, reader, curator = make.officer("NG", name="Writer"), make.outsider("KE"), make.curator()
    asker = make.officer("UG")
    made = make.discussion(by=asker)
    words = actions.accept(make.reply(made, by=author, text=f"In {CANARY}."), by=asker)
    make.flag(words, by=reader)
    assert ("knowledge.talk_flagged", curator) in list(outbox)
    assert "It names a village" in as_(curator).get(reverse("knowledge:flag-list")).content.decode()

    actions.rule(made, words, by=curator, ruling="hide", reason="A village can be found by it.")

    made.refresh_from_db()
    assert made.state == conversing.State.OPEN, "what is hidden answers nothing"
    assert CANARY not in as_(reader).get(made.get_absolute_url()).content.decode()
    assert "A village can be found by it." in as_(author).get(made.get_absolute_url()).content.decode()
    assert CANARY not in SearchDoc.objects.get(kind="discussion", thing_id=made.pk).body
    assert {("knowledge.talk_moderated", author), ("knowledge.talk_ruled", reader)} <= set(outbox)
    assert "It names a village" not in as_(curator).get(reverse("knowledge:flag-list")).content.decode()

    actions.rule(made, words, by=curator, ruling="restore", reason="The name is of a region.")
    made.refresh_from_db()
    assert made.state == conversing.State.ANSWERED
    assert CANARY in SearchDoc.objects.get(kind="discussion", thing_id=made.pk).body


def test_a_hidden_discussion_is_gone_for_readers_and_from_the_index():
    curator, reader = make.curator(), make.outsider()
    made = make.discussion(by=make.officer("UG"))
    actions.rule(made, None, by=curator, ruling="hide", reason="It belongs elsewhere.")

    assert [seen(made, who) for who in (reader, made.author, curator)] == [False, True, True]
    assert not SearchDoc.objects.filter(kind="discussion", thing_id=made.pk).exists()
    own = make.discussion(by=curator)
    with pytest.raises(access.Refused, match="another curator"):
        actions.rule(own, None, by=curator, ruling="hide", reason="Mine.")


def test_it_is_closed_with_a_reason_and_opened_again(outbox):
    asker, curator = make.officer("UG"), make.curator()
    made = make.discussion(by=asker)
    actions.close(made, by=curator, reason="See the guidance note.")

    assert ("knowledge.talk_moderated", asker) in list(outbox)
    with pytest.raises(access.Refused, match="closed"):
        make.reply(made)
    assert actions.reopen(made, by=asker).state == conversing.State.OPEN
    make.reply(made)


def test_both_missions_say_what_came_of_a_request(outbox):
    asker, there = make.officer("UG"), make.officer("NG")
    made = make.discussion(by=asker, kind="peer_request", asked_office=make.office("NG"))
    actions.note_outcome(made, by=there, outcome="We met twice.")

    assert ("knowledge.talk_replied", asker) in list(outbox)
    with pytest.raises(access.Refused, match="Only the person who asked"):
        actions.note_outcome(made, by=make.outsider("KE"), outcome="I know.")


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(as_):
    client, url = as_(make.officer("UG")), reverse("knowledge:discussion-new")
    facts = {"kind": "peer_request", "title": "Kept title", "text": "Call +256 772 123456.", "language": "en"}

    back = client.post(url, facts | {"own_tier": "0", "named": "Nobody Known"})

    assert set(back.context["form"].errors) == {"text", "asked_office", "named"}
    assert back.status_code == 422 and "Kept title" in back.content.decode()
    assert "Words searched" in client.get(url + "?title=Words+searched").content.decode()
    assert client.get(url + "?resource=nonsense").status_code == 404


def test_the_page_of_one_costs_the_same_with_one_and_with_thirty_answers(as_, django_assert_max_num_queries):
    made = make.discussion()
    helper, client = make.outsider(), as_(make.officer("KE"))
    make.reply(made, by=helper)
    client.get(made.get_absolute_url())
    Reply.objects.bulk_create(
        Reply(discussion=made, text=f"More {n}", author=helper, written_at=timezone.now()) for n in range(29)
    )

    with django_assert_max_num_queries(25):
        assert "More 28" in client.get(made.get_absolute_url()).content.decode()

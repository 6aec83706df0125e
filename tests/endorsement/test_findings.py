"""Words that need a second look: found in what is frozen, kept with a reason, judged by the lead, and followed by the flag."""

import pytest

from endorsement import actions, guards
from endorsement.models import Case, Finding
from endorsement.workflow import Status
from projects.actions import values
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db
WHY = "It is the name of their own forum."


def states(case):
    rows = Finding.objects.now(case).order_by("pk")
    return [(row.field, row.term, row.state) for row in rows]


# ---- edge 1


def test_strong_words_and_red_lines_without_a_reason_are_shown_before_they_go_and_advice_is_not():
    case = make.worded_case(summary="Our enemy fears a counter-narrative.", stigma="A tribal council decides.")

    with pytest.raises(access.Unmet) as problem:
        actions.submit(case, by=case.project.manager)

    said = [blocker.sentence for blocker in problem.value.blockers]
    assert said == [
        "“enemy” in “Summary”: choose other words, say why these stay, or send them unanswered.",
        "“counter-narrative” in “Summary”: choose other words, say why these stay, or send them unanswered.",
    ]
    assert Case.objects.get().status == Status.DRAFT and not Finding.objects.exists()


def test_words_go_unanswered_only_where_their_sender_was_shown_them():
    case = make.worded_case(summary="Our enemy fears a counter-narrative.")
    officer = case.project.manager
    with pytest.raises(access.Unmet, match="counter-narrative") as problem:
        actions.submit(case, by=officer, unanswered=["summary-enemy", "stigma-counter-narrative"])
    assert len(problem.value.blockers) == 1 and not Finding.objects.exists()

    case = actions.submit(case, by=officer, unanswered=["summary-enemy", "summary-counter-narrative"])

    assert states(case) == [("summary", "enemy", "open"), ("summary", "counter-narrative", "open")]
    assert case.red_line == "raised"


def test_words_sent_unanswered_are_asked_about_again_with_the_next_version_and_a_reason_settles_them():
    case = make.worded_case(summary="Our enemy waits.")
    officer = case.project.manager
    case = actions.submit(case, by=officer, unanswered=["summary-enemy"])
    case = actions.clear(case, by=make.someone("chief-of-mission", "UG"))
    case = make.answered_case(make.in_review(case))
    with pytest.raises(access.Unmet, match="enemy"):
        actions.resubmit(case, by=officer)
    case = actions.resubmit(case, by=officer, unanswered=["summary-enemy"])
    assert states(case) == [("summary", "enemy", "open")]

    case = actions.resubmit(make.explained(make.answered_case(case)), by=officer)
    assert states(case) == [("summary", "enemy", "kept")]


def test_advice_alone_goes_on_and_stands_beside_the_version():
    case = make.worded_case(stigma="A tribal council decides.")
    case = actions.submit(case, by=case.project.manager)
    assert states(case) == [("stigma", "tribal / primitive", "open")]
    assert case.red_line == "none"


def test_advice_in_a_title_asks_for_a_reason():
    case = make.worded_case(public_title="The tribal market")
    with pytest.raises(access.Unmet, match="tribal"):
        actions.submit(case, by=case.project.manager)


def test_the_check_reads_rows_of_tables_and_leaves_names_of_vocabularies_alone():
    case = make.worded_case()
    case.project.outcomes.update(text="The enemy is heard.")
    case.project.countries.update(name_en="Enemy land")
    assert [(each.hit.field, each.hit.quoted) for each in guards.words_now(case)] == [("outcomes", "enemy")]


def test_reasons_are_kept_while_the_author_goes_on_and_frozen_with_the_words():
    case = make.worded_case(summary="Our enemy fears a counter-narrative.")
    officer = case.project.manager
    actions.explain(case, {"summary-enemy": WHY}, by=officer)
    with pytest.raises(access.Unmet, match="counter-narrative"):
        actions.submit(case, by=officer)
    assert Finding.objects.being_written(case).get().reason == WHY

    actions.explain(case, {"summary-counter-narrative": "They coined it."}, by=officer)
    case = actions.submit(case, by=officer)

    assert states(case) == [("summary", "enemy", "kept"), ("summary", "counter-narrative", "kept")]
    row = Finding.objects.now(case).get(term="enemy")
    assert (row.reason, row.said_by, row.quoted, row.severity) == (WHY, officer, "enemy", "strong")
    assert not Finding.objects.being_written(case).exists()


def test_a_reason_holds_for_the_very_words_it_was_given_for():
    case = make.explained(make.worded_case(summary="Our enemy waits."))
    make.worded(case.project, summary="Our enemies wait.")
    each = guards.words_now(case)[0]
    assert each.needs_a_reason and each.typed == WHY and each.hit.quoted == "enemies"


def test_an_emptied_reason_is_none():
    case = make.explained(make.worded_case(summary="Our enemy waits."))
    actions.explain(case, {"summary-enemy": "  "}, by=case.project.manager)
    with pytest.raises(access.Unmet, match="enemy"):
        actions.submit(case, by=case.project.manager)


def test_only_who_submits_gives_reasons_and_only_while_the_text_is_theirs():
    case = make.worded_case(summary="Our enemy waits.")
    with pytest.raises(access.Refused):
        actions.explain(case, {"summary-enemy": WHY}, by=make.reviewer())
    case = actions.submit(make.explained(case), by=case.project.manager)
    with pytest.raises(access.Moved) as problem:
        actions.explain(case, {"summary-enemy": "Another."}, by=case.project.manager)
    assert problem.value.kept == {"“enemy”": "Another."}


# ---- the flag


def test_a_red_line_in_the_words_raises_the_flag_as_the_declaration_does():
    assert make.found_case(summary="A counter-narrative.").red_line == "raised"
    assert make.found_case(red_line="unsure").red_line == "raised"
    assert make.found_case(summary="Our enemy waits.").red_line == "none"


def test_edge_8_names_each_red_line_that_waits_and_passes_once_each_is_cleared():
    case = make.reviewed(make.found_case(summary="A counter-narrative.", stigma="No counter-narrative."))

    with pytest.raises(access.Unmet) as problem:
        actions.conclude(case, by=case.lead)
    said = [blocker.sentence for blocker in problem.value.blockers]
    assert said == [
        "“counter-narrative” in “Summary” waits for your word: cleared or confirmed.",
        "“counter-narrative” in “Stigmatization” waits for your word: cleared or confirmed.",
    ]

    first, second = Finding.objects.now(case).order_by("pk")
    actions.judge_finding(first, by=case.lead, is_confirmed=False, reason="Their own forum.")
    assert Case.objects.get().red_line == "raised", "one still waits"
    actions.judge_finding(second, by=case.lead, is_confirmed=False, reason="It says no to it.")
    assert Case.objects.get().red_line == "cleared"
    assert actions.conclude(Case.objects.get(), by=case.lead).status == Status.DECISION


def test_a_confirmed_finding_confirms_the_flag_and_is_never_endorsed():
    case = make.cleared(make.reviewed(make.found_case(summary="A counter-narrative.")))
    finding = Finding.objects.now(case).get()
    actions.judge_finding(finding, by=case.lead, is_confirmed=True, reason="Two posts confront.")
    case = actions.conclude(Case.objects.get(), by=case.lead)
    assert case.red_line == "confirmed"

    head, seen = make.someone("trd-head"), case.current_submission.sha256
    with pytest.raises(access.Unmet, match="never endorsed"):
        actions.endorse(case, by=head, seen=seen, **make.SAID)
    why = {"rationale": "Confronts.", "reason": "red_line", "what_would_change": "Other messages."}
    assert actions.refuse(case, by=head, seen=seen, **why).case.status == Status.NOT_ENDORSED


def test_the_leads_word_is_told_to_the_project_and_the_readers_and_quotes_nothing(outbox):
    case = make.found_case(summary="A counter-narrative.")
    start = len(outbox)
    actions.judge_finding(Finding.objects.get(), by=case.lead, is_confirmed=True, reason="canary5 confronts.")
    told = {person for kind, person in outbox.rows()[start:] if kind == "endorsement.red_line_judged"}
    chief, reviewer = make.someone("chief-of-mission", "UG"), make.someone("trd-reviewer")
    assert told == {case.project.manager, chief, reviewer}
    assert "canary5" not in str([notice.facts for notice in outbox.notices])


def test_the_lead_may_give_another_word_and_the_flag_follows():
    case = make.found_case(summary="A counter-narrative.")
    finding = Finding.objects.now(case).get()
    actions.judge_finding(finding, by=case.lead, is_confirmed=True, reason="It confronts.")
    actions.judge_finding(finding, by=case.lead, is_confirmed=False, reason="Read again: it does not.")
    finding.refresh_from_db()
    assert (finding.state, finding.verdict, Case.objects.get().red_line) == (
        "cleared",
        "Read again: it does not.",
        "cleared",
    )


def test_the_declaration_and_the_words_each_need_their_own_word():
    case = make.found_case(summary="A counter-narrative.", red_line="yes")
    case = actions.judge_red_line(case, by=case.lead, is_confirmed=False, reason="Only greetings.")
    assert case.red_line == "raised"
    words = Finding.objects.now(case).get(term="counter-narrative")
    actions.judge_finding(words, by=case.lead, is_confirmed=False, reason="Their forum.")
    assert Case.objects.get().red_line == "cleared"


def test_words_that_raise_a_flag_are_not_settled_in_one_sweep():
    case = make.found_case(summary="A counter-narrative.")
    with pytest.raises(access.Refused, match="one by one"):
        actions.judge_red_line(case, by=case.lead, is_confirmed=False, reason="Fine.")


def test_only_the_lead_judges_a_finding_and_only_in_the_version_that_counts():
    case = make.found_case(summary="A counter-narrative and our enemy.")
    strong, red = Finding.objects.now(case).get(severity="strong"), Finding.objects.now(case).get(severity="red-line")
    word = {"is_confirmed": False, "reason": "Fine."}
    for person in (make.someone("trd-reviewer"), case.project.manager, make.someone("chief-of-mission", "UG")):
        with pytest.raises(access.Refused):
            actions.judge_finding(red, by=person, **word)
    with pytest.raises(access.Moved, match="Only words past a red line"):
        actions.judge_finding(strong, by=case.lead, **word)
    case = actions.resubmit(make.answered_case(case), by=case.project.manager)
    with pytest.raises(access.Moved, match="newer version") as problem:
        actions.judge_finding(red, by=case.lead, **word)
    assert problem.value.kept == {"Reason": "Fine."}


# ---- the next version


def test_reasons_go_on_beside_the_same_words_and_the_leads_word_where_the_field_is_unchanged():
    case = make.found_case(summary="A counter-narrative.", stigma="No counter-narrative.")
    for row in Finding.objects.now(case):
        actions.judge_finding(row, by=case.lead, is_confirmed=False, reason="Fine.")
    case = make.answered_case(case)
    make.worded(case.project, stigma="A counter-narrative of ours.")
    case = actions.resubmit(case, by=case.project.manager)

    assert states(case) == [
        ("summary", "counter-narrative", "cleared"),
        ("stigma", "counter-narrative", "kept"),
    ]
    assert {row.reason for row in Finding.objects.now(case)} == {WHY}
    assert case.red_line == "raised", "the changed field needs the lead's word anew"


def test_words_that_are_gone_are_marked_changed_and_the_flag_comes_down():
    case = make.found_case(summary="A counter-narrative.")
    old = Finding.objects.get()
    case = make.answered_case(case)
    make.worded(case.project, summary="Traders tell their story.")
    case = actions.resubmit(case, by=case.project.manager)
    old.refresh_from_db()
    assert (old.state, states(case), case.red_line) == ("changed", [], "none")


def test_a_confirmed_line_stays_while_its_words_stand_and_is_looked_at_again_when_they_go():
    case = make.found_case(summary="A counter-narrative.")
    actions.judge_finding(Finding.objects.get(), by=case.lead, is_confirmed=True, reason="It confronts.")
    case = actions.resubmit(make.answered_case(Case.objects.get()), by=case.project.manager)
    assert (states(case)[0][2], case.red_line) == ("confirmed", "confirmed")

    case = make.answered_case(case)
    make.worded(case.project, summary="Traders tell their story.")
    case = actions.resubmit(case, by=case.project.manager)
    assert (states(case), case.red_line) == ([], "raised")
    assert actions.judge_red_line(case, by=case.lead, is_confirmed=False, reason="Gone.").red_line == "cleared"


def test_a_declared_line_is_raised_anew_with_every_version():
    case = make.found_case(red_line="unsure")
    case = actions.judge_red_line(case, by=case.lead, is_confirmed=False, reason="Greetings.")
    case = actions.resubmit(make.answered_case(case), by=case.project.manager)
    assert case.red_line == "raised"


def test_a_declaration_that_is_taken_back_unjudged_is_still_looked_at():
    case = make.answered_case(make.found_case(red_line="yes"))
    values.put(case.project, "red_line", "none", by=case.project.manager)
    case.project.save()
    case = actions.resubmit(case, by=case.project.manager)
    assert case.red_line == "raised"
    assert actions.judge_red_line(case, by=case.lead, is_confirmed=False, reason="Gone.").red_line == "cleared"


def test_a_resubmission_stops_at_new_words_without_a_reason():
    case = make.answered_case(make.case(Status.REVIEW))
    make.watched()
    make.worded(case.project, summary="Our enemy waits.")
    with pytest.raises(access.Unmet, match="“enemy” in “Summary”"):
        actions.resubmit(case, by=case.project.manager)
    assert case.submissions.count() == 1


def test_an_amendment_starts_with_the_reasons_of_the_version_it_stands_on():
    case = make.found_case(summary="Our enemy waits.")
    later = Case.objects.create(
        ref=f"{case.project.ref}-2",
        project=case.project,
        kind=Case.Kind.AMENDMENT,
        author=case.author,
        opened_at=case.opened_at,
        moved_at=case.moved_at,
        baseline=case.current_submission,
    )
    assert [each.reason for each in guards.words_now(later)] == [WHY]
    assert guards.to_keep_words(guards.words_now(later)) == []

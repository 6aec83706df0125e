"""The method as versioned data: drafting, changing, activating, and that what was rated before stays as it was."""

import copy
import threading
from dataclasses import replace
from functools import partial

import pytest
from django.db import Error, connection, transaction

from pvehub.access import Moved, Refused, Unmet
from risks import actions, covering, guards, scoring, versions
from risks.loading import load_reference
from risks.models import Assessment, Category, LibraryRisk, MatrixVersion, Risk
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

HIGH = Rating(3, {"programme": 4})


@pytest.fixture
def officer(method):
    return make.risk_officer()


def activate(draft, officer, **more):
    given = {"by": officer, "seen": versions.sha256(draft), "why": "Experience."} | more
    return actions.activate(draft, **given)


def rate(risk, *, current):
    ratings = dict.fromkeys(("inherent", "current", "target"), current)
    said = {"confidence": "medium", "speed": "weeks", "rationale": "Seen before."}
    return actions.assess(risk, ratings=ratings, by=risk.register.project.manager, **said)


def test_a_draft_is_a_copy_of_what_is_active_with_the_next_number(method, officer, verbs_of):
    draft = actions.draft_matrix(by=officer)
    assert (draft.number, draft.state, draft.why) == (2, "draft", "")
    assert versions.content_of(draft) == versions.content_of(method)
    assert verbs_of(draft) == ["risks.method_drafted"]


def test_there_is_one_draft_at_a_time(officer):
    draft = actions.draft_matrix(by=officer)
    with pytest.raises(Unmet, match="draft already"):
        actions.draft_matrix(by=officer)
    with pytest.raises(Error), transaction.atomic():
        MatrixVersion.objects.create(number=9, cells=draft.cells)
    actions.drop_draft(draft, by=officer)
    assert actions.draft_matrix(by=officer).number == 2


@pytest.mark.parametrize("who", ["head", "doe_director", "administrator", "regional_director", "chief", "curator"])
def test_only_the_risk_officer_writes_the_method(who, officer):
    person, draft = getattr(make, who)(), actions.draft_matrix(by=officer)
    for act in (
        lambda: actions.draft_matrix(by=person),
        lambda: actions.change_draft(draft, by=person, scales={}),
        lambda: actions.drop_draft(draft, by=person),
        lambda: activate(draft, person),
    ):
        with pytest.raises(Refused, match="risk officer"):
            act()
    assert MatrixVersion.objects.active().number == 1


def test_each_part_of_a_draft_changes_alone(method, officer, verbs_of):
    draft = actions.draft_matrix(by=officer)
    cells = copy.deepcopy(method.cells)
    cells[0][0] = "medium"
    actions.change_draft(draft, by=officer, cells=cells)
    rules = versions.rules(draft)
    rules["high"] = replace(rules["high"], decides="trd_head", lasts_days=90)
    draft = actions.change_draft(draft, by=officer, rules=rules)
    assert draft.cells == cells and draft.appetites == method.appetites
    assert versions.rules(draft)["high"].decides == "trd_head"
    assert versions.rules(method)["high"].decides == "regional_director"
    actions.change_draft(draft, by=officer, rules=rules)
    assert verbs_of(draft) == ["risks.method_drafted", "risks.method_changed", "risks.method_changed"]


def test_a_draft_changed_meanwhile_is_neither_changed_nor_dropped_nor_activated_unseen(officer):
    draft = actions.draft_matrix(by=officer)
    seen = versions.sha256(draft)
    actions.change_draft(draft, by=officer, appetites={**draft.appetites, "CAP": "averse"})
    for act in (
        lambda: actions.change_draft(draft, by=officer, seen=seen, scales={}),
        lambda: actions.drop_draft(draft, by=officer, seen=seen),
        lambda: activate(draft, officer, seen=seen),
    ):
        with pytest.raises(Moved):
            act()
    actions.drop_draft(draft, by=officer)
    with pytest.raises(Moved, match="dropped"):
        activate(draft, officer, seen=seen)


def test_what_was_active_is_no_draft_any_more(officer):
    looked_at = actions.draft_matrix(by=officer)
    active = activate(looked_at, officer)
    with pytest.raises(Refused, match="frozen"):
        actions.change_draft(active, by=officer, scales={})
    with pytest.raises(Moved, match="activated meanwhile"):
        actions.change_draft(looked_at, by=officer, scales={})
    with pytest.raises(Moved, match="activated meanwhile"):
        actions.drop_draft(looked_at, by=officer)


def attempt(barrier, outcomes, act):
    """One of several at once, in a thread of its own."""
    try:
        barrier.wait()
        act()
        outcomes.append("done")
    except (Moved, Unmet) as late:
        outcomes.append(type(late).__name__)
    finally:
        connection.close()


def at_once(*acts):
    outcomes, barrier = [], threading.Barrier(len(acts))
    threads = [threading.Thread(target=attempt, args=(barrier, outcomes, act)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_or_activate_in_the_same_moment_one_does(transactional_db):
    make.risk_method()
    one, two = make.risk_officer(), make.risk_officer()
    for number in range(2, 12):
        began = at_once(lambda: actions.draft_matrix(by=one), lambda: actions.draft_matrix(by=two))
        assert began == ["Unmet", "done"]
        draft = MatrixVersion.objects.draft()
        seen = versions.sha256(draft)
        acts = [partial(activate, copy.copy(draft), by, seen=seen) for by in (one, two)]
        assert at_once(*acts) == ["Moved", "done"]
        assert (MatrixVersion.objects.active().number, MatrixVersion.objects.count()) == (number, number)


def test_activation_needs_a_reason_and_a_draft_without_faults(officer):
    draft = actions.draft_matrix(by=officer)
    with pytest.raises(Unmet, match="why the method changes"):
        activate(draft, officer, why="  ")
    cells = copy.deepcopy(draft.cells)
    cells[0][4], cells[4][0] = "low", "nonsense"
    draft = actions.change_draft(draft, by=officer, cells=cells, appetites={**draft.appetites, "CAP": ""})
    rules = versions.rules(draft)
    del rules["medium"]
    rules["extreme"] = replace(rules["extreme"], concurs=["risk_officer"], decides="risk_officer")
    draft = actions.change_draft(draft, by=officer, rules=rules)
    with pytest.raises(Unmet) as found:
        activate(draft, officer)
    sentences = [blocker.sentence for blocker in found.value.blockers]
    for part in ("Likelihood 1, impact 5", "Likelihood 5, impact 1", "Level Medium", "Level Extreme", "capacity"):
        assert any(part in sentence for sentence in sentences), (part, sentences)
    assert MatrixVersion.objects.active().number == 1


def test_activation_retires_the_old_version_and_moves_the_appetites_of_the_categories(method, officer, verbs_of):
    draft = make.risk_draft(appetites={"CAP": "averse"})
    done = activate(draft, officer)
    method.refresh_from_db()
    assert (method.state, done.state, done.activated_by, done.why) == ("retired", "active", officer, "Experience.")
    category = Category.objects.get(code="CAP")
    assert (category.appetite, category.changed_by) == ("averse", officer)
    assert not Category.objects.exclude(code="CAP").exclude(changed_at=None).exists()
    assert verbs_of(done)[-1] == "risks.method_activated" and verbs_of(method) == ["risks.method_retired"]
    assert all(c.appetite == done.appetites[c.code] for c in Category.objects.all())


def test_a_new_version_changes_no_stored_band_level_or_coverage(method, officer, fresh):
    """The half of scenario 12 that is about bands; the portfolio tells the whole of it."""
    rated = make.risk(current=HIGH, category="CAP")
    unrated = make.risk(rated.register, is_rated=False, category="CAP")
    make.acceptance(rated, is_granted=True)
    stored = list(Assessment.objects.order_by("pk").values())
    worse = {(li, im): "extreme" for li in range(3, 6) for im in range(4, 6)}
    second = activate(make.risk_draft(cells=worse, appetites={"CAP": "red_line"}), officer)

    assert list(Assessment.objects.order_by("pk").values()) == stored
    risk = fresh(rated)
    assert (covering.level_of(risk), risk.appetite) == ("high", "open")
    today = covering.today_of(risk.register)
    assert covering.covering(risk, today) is not None and not covering.is_uncovered(risk, today)
    assert not [b for b in guards.submission_blockers(risk.register.project) if "red line" in b.sentence]
    actions.change_treatment(make.treatment(rated), {"progress": "done"}, by=officer_of(rated))
    assert fresh(unrated).appetite == "averse"  # of a red line category, and not direct

    again = rate(rated, current=HIGH)
    assert (again.matrix, again.current_band, again.current_level) == (second, "extreme", "gravest")
    assert covering.is_uncovered(fresh(rated), today)


def officer_of(risk):
    return risk.register.project.manager


def test_the_appetite_of_a_rated_risk_follows_the_version_of_its_rating_without_a_query(
    officer, fresh, django_assert_num_queries
):
    risk = make.risk(category="MSG", is_direct=True, current=HIGH)
    activate(make.risk_draft(appetites={"MSG": "open"}), officer)
    risk = Risk.objects.with_rating().get(pk=risk.pk)
    with django_assert_num_queries(0):
        assert risk.appetite == "red_line"
    rate(risk, current=HIGH)
    assert fresh(risk).appetite == "open"


@pytest.mark.scenario("risks-4")
def test_five_on_people_when_remote_is_rated_high_and_one_level_up_where_averse(method):
    rating = Rating(1, {"people": 5})
    plain, averse = make.risk(category="CAP", is_rated=False), make.risk(category="SAF", is_rated=False)
    assert (plain.category.appetite, averse.category.appetite) == ("open", "averse")
    first, second = rate(plain, current=rating), rate(averse, current=rating)
    assert (first.current_band, first.current_level) == ("high", "high")
    assert (second.current_band, second.current_level) == ("high", "very_high")
    asked = actions.request_acceptance(averse, reason="Worth it.", by=officer_of(averse))
    assert (asked.level, asked.seat) == ("very_high", "trd_head")


def test_the_files_leave_alone_what_the_risk_officer_changed(officer, method):
    activate(make.risk_draft(appetites={"CAP": "averse"}), officer)
    Category.objects.filter(code="CAP").update(name_en="Knowing how")
    Category.objects.filter(code="MEL").update(name_en="To be refreshed")
    LibraryRisk.objects.filter(code="POL-1").update(cause="Ours", changed_at=method.activated_at)
    LibraryRisk.objects.filter(code="POL-2").update(cause="To be refreshed")
    for _ in range(2):
        load_reference()
        found = Category.objects.get(code="CAP")
        assert (found.appetite, found.name_en) == ("averse", "Knowing how")
        assert Category.objects.get(code="MEL").name_en == "Lack of effective monitoring"
        assert LibraryRisk.objects.get(code="POL-1").cause == "Ours"
        assert LibraryRisk.objects.get(code="POL-2").cause == "Election or leadership change"
        assert MatrixVersion.objects.count() == 2


def test_the_files_never_move_an_appetite_away_from_the_active_version(officer):
    activate(make.risk_draft(appetites={"CAP": "averse"}), officer)
    Category.objects.update(changed_at=None)
    load_reference()
    assert Category.objects.get(code="CAP").appetite == "averse"


def test_a_category_that_comes_with_later_files_is_averse_until_a_version_says_otherwise(method):
    LibraryRisk.objects.filter(category__code="EXP").delete()
    Category.objects.filter(code="EXP").delete()
    MatrixVersion.objects.filter(state="active").update(state="retired")
    first = {code: value for code, value in method.appetites.items() if code != "EXP"}
    MatrixVersion.objects.create(
        number=2, cells=method.cells, appetites=first, state="active", activated_at=method.activated_at
    )
    load_reference()
    assert Category.objects.get(code="EXP").appetite == "averse"


FROZEN = {
    "number": "number + 10",
    "cells": "'[]'",
    "appetites": """'{"CAP": "open", "MSG": "open"}'""",
    "scales": """'{"en": {"impact": {"1": "Nice"}}}'""",
    "why": "'Because'",
    "state": "'draft'",
    "activated_at": "now()",
}


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def two_versions(method):
    make.next_method()
    return ["active", "retired"]


@pytest.mark.parametrize("column", FROZEN)
@pytest.mark.parametrize("state", ["active", "retired"])
def test_what_was_ever_active_is_not_rewritten_by_the_serving_role(two_versions, as_app_role, state, column):
    if (state, column) == ("retired", "state"):
        statement = "UPDATE risks_matrixversion SET state = 'active' WHERE state = 'retired'"
    else:
        statement = f"UPDATE risks_matrixversion SET {column} = {FROZEN[column]} WHERE state = '{state}'"
    with pytest.raises(Error, match="frozen"), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize("state", ["active", "retired"])
def test_the_rules_of_what_was_ever_active_are_frozen_with_it(two_versions, as_app_role, state):
    ours = f"matrix_id = (SELECT id FROM risks_matrixversion WHERE state = '{state}')"
    for statement in (
        f"UPDATE risks_assumptionrule SET decides = 'manager' WHERE {ours}",
        f"DELETE FROM risks_assumptionrule WHERE {ours}",
        f"DELETE FROM risks_matrixversion WHERE state = '{state}'",
        f"INSERT INTO risks_assumptionrule (matrix_id, level, decides, concurs, lasts_days, review_days, answer_days,"
        f" grace_days) SELECT id, 'nobody', 'manager', '[]', 1, 1, 1, 1 FROM risks_matrixversion WHERE state = '{state}'",
    ):
        with pytest.raises(Error, match="frozen"), transaction.atomic():
            sql(statement)
    with pytest.raises(Error, match="permission denied"), transaction.atomic():
        sql("TRUNCATE risks_assumptionrule CASCADE")


def test_a_rule_of_a_draft_cannot_be_moved_into_an_active_version(method, as_app_role):
    draft = make.risk_draft()
    sql(f"UPDATE risks_assumptionrule SET level = 'nobody' WHERE level = 'low' AND matrix_id = {draft.pk}")
    with pytest.raises(Error, match="frozen"), transaction.atomic():
        sql(f"UPDATE risks_assumptionrule SET matrix_id = {method.pk} WHERE level = 'nobody'")


def test_a_draft_keeps_the_rule_for_a_level_it_lost_as_a_fault_not_as_an_error(officer):
    draft = make.risk_draft()
    draft = actions.change_draft(draft, by=officer, rules={})
    assert len([s for s in versions.problems(draft) if "no seat decides" in s]) == len(scoring.Level) - 1

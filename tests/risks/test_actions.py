"""Every write of a register: what it does, what it records, whom it tells, whom it refuses."""

from datetime import date, timedelta

import pytest

from pvehub.access import Moved, Refused, Unmet
from risks import actions, content
from risks.models import Category, LibraryRisk, Risk
from risks.scoring import Rating
from tests import make

pytestmark = pytest.mark.django_db

LOW = Rating(2, {"programme": 2})
HIGH = Rating(3, {"programme": 4})


def rate(risk, by, current, target=None, **more):
    ratings = {"inherent": current, "current": current, "target": target or current}
    said = {"confidence": "medium", "speed": "weeks", "rationale": "Seen before."} | more
    return actions.assess(risk, ratings=ratings, by=by, **said)


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def officer(register):
    return register.project.manager


def test_open_register_gives_the_one_there_is(method, verbs_of):
    project = make.project()
    opened = actions.open_register(project, by=project.manager)
    assert actions.open_register(project, by=project.manager) == opened
    assert opened.code == project.ref
    assert verbs_of(opened) == ["risks.register_opened"]


def test_open_register_is_refused_to_strangers_and_while_locked(method):
    with pytest.raises(Refused):
        actions.open_register(make.project(), by=make.officer("KE"))
    locked = make.project(status="in_endorsement")
    with pytest.raises(Refused):
        actions.open_register(locked, by=locked.manager)


def test_open_office_register_is_for_its_officers(method):
    office = make.office("UG")
    opened = actions.open_office_register(office, by=make.officer("UG"))
    assert actions.open_office_register(office, by=make.chief("UG")) == opened
    with pytest.raises(Refused):
        actions.open_office_register(make.office("KE"), by=make.officer("UG"))


def test_screen_answers_several_categories_at_once(register, officer, verbs_of):
    reason = "No communication work is planned at all."
    actions.screen(register, {"MSG": ("not", reason), "CAP": ("applies", "")}, by=officer)
    assert {s.category.code: s.answer for s in register.screenings.all()} == {"MSG": "not", "CAP": "applies"}
    actions.screen(register, {"MSG": ("not", reason)}, by=officer)
    assert verbs_of(register) == ["risks.screened"]


def test_screen_refuses_a_no_without_twenty_signs_and_writes_nothing(register, officer):
    with pytest.raises(Unmet, match="20"):
        actions.screen(register, {"CAP": ("applies", ""), "MSG": ("not", "not our thing   ")}, by=officer)
    assert not register.screenings.exists()


def test_add_from_library_copies_several_at_once_and_each_once(register, officer, verbs_of):
    added = actions.add_from_library(register, ["POL-1", "SAF-1", "DAT-1"], by=officer)
    assert [risk.ref for risk in added] == ["R01", "R02", "R03"]
    assert {risk.state for risk in added} == {"draft"}
    assert added[0].owner == officer and added[0].cause == "Authorities need visible results"
    assert actions.add_from_library(register, ["POL-1"], by=officer) == []
    assert verbs_of(added[0]) == ["risks.added"]
    assert {s.category.code for s in register.screenings.all()} == {"POL", "SAF", "DAT"}


def test_a_library_risk_taken_in_one_language_is_not_offered_in_another(register, officer):
    risk = actions.add_from_library(register, ["POL-1.fr"], by=officer)[0]
    assert risk.language == "fr" and risk.cause == "Les autorités ont besoin de résultats visibles"
    assert actions.add_from_library(register, ["POL-1", "POL-1.es"], by=officer) == []
    for language in ("en", "fr", "es"):
        offered = LibraryRisk.objects.pickable_for(register, language)
        assert {item.language for item in offered} == {language} and len(offered) == 32


def test_who_reads_another_language_picks_from_the_english_library(register):
    assert {item.language for item in LibraryRisk.objects.pickable_for(register, "ar")} == {"en"}


def test_a_copy_never_changes_the_library(register, officer):
    risk = actions.add_from_library(register, ["POL-1"], by=officer)[0]
    actions.edit(risk, {"cause": "Something else"}, by=officer)
    assert LibraryRisk.objects.get(code="POL-1").cause == "Authorities need visible results"


def test_a_ref_is_never_given_twice(register, officer):
    first = actions.add_from_library(register, ["POL-1"], by=officer)[0]
    actions.close(first, reason="Not here.", by=officer)
    assert actions.add_from_library(register, ["POL-1"], by=officer)[0].ref == "R02"


def test_add_risk_tells_an_owner_who_is_somebody_else(register, officer, outbox):
    owner = make.officer()
    category = Category.objects.get(code="CTX")
    risk = actions.add_risk(register, by=officer, category=category, cause="c", event="e", consequence="k", owner=owner)
    assert (risk.ref, risk.state) == ("R01", "draft")
    assert outbox == [("risks.owner_named", owner)]


def test_writing_is_refused_while_the_section_is_locked(method):
    register = make.register(make.project(status="in_endorsement"))
    risk = make.risk(register)
    by = register.project.manager
    for act in (
        lambda: actions.add_from_library(register, ["POL-1"], by=by),
        lambda: actions.screen(register, {"CAP": ("applies", "")}, by=by),
        lambda: actions.edit(risk, {"cause": "x"}, by=by),
        lambda: rate(risk, by, LOW),
        lambda: actions.treat(risk, text="x", lowers="both", owner=by, due_on=date(2030, 1, 1), by=by),
        lambda: actions.close(risk, reason="x", by=by),
    ):
        with pytest.raises(Refused):
            act()


def test_the_reopened_section_may_be_written(method):
    project = make.project(status="in_endorsement", open_sections=["risk-register"])
    risk = make.risk(project=project)
    assert actions.edit(risk, {"cause": "x"}, by=project.manager).cause == "x"
    closed = make.project(status="in_endorsement", open_sections=["results"])
    with pytest.raises(Refused):
        actions.edit(make.risk(project=closed), {"cause": "x"}, by=closed.manager)


def test_assess_opens_a_complete_draft_and_sets_the_next_review(register, officer, verbs_of):
    risk = actions.add_from_library(register, ["CAP-1"], by=officer)[0]
    made = rate(risk, officer, LOW)
    risk.refresh_from_db()
    assert (made.current_band, made.current_level, made.number) == ("low", "low", 1)
    assert (risk.state, risk.assessment) == ("open", made)
    assert risk.next_review_on == make.today() + timedelta(days=180)
    assert verbs_of(risk) == ["risks.added", "risks.assessed", "risks.opened"]


def test_low_confidence_halves_the_review(register, officer):
    risk = make.risk(register, is_rated=False)
    rate(risk, officer, LOW, confidence="low")
    risk.refresh_from_db()
    assert risk.next_review_on == make.today() + timedelta(days=90)


def test_the_same_key_gives_the_first_rating(register, officer):
    risk = make.risk(register, is_rated=False)
    first = rate(risk, officer, LOW)
    assert rate(risk, officer, HIGH, key=first.key) == first
    assert risk.assessments.count() == 1


def test_an_averse_category_lifts_the_level_not_the_band(register, officer):
    risk = make.risk(register, category="SAF", is_rated=False)
    made = rate(risk, officer, Rating(1, {"people": 5}))
    assert (made.current_band, made.current_level) == ("high", "very_high")


def test_edit_on_an_old_page_gives_the_words_back(register, officer):
    risk = make.risk(register)
    seen = content.statement_sha256(risk)
    actions.edit(risk, {"cause": "First"}, by=officer, seen=seen)
    with pytest.raises(Moved) as moved:
        actions.edit(risk, {"cause": "Second"}, by=officer, seen=seen)
    assert "Second" in moved.value.kept.values()
    assert Risk.objects.get(pk=risk.pk).cause == "First"


def test_edit_keeps_an_open_risk_complete(register, officer):
    with pytest.raises(Unmet):
        actions.edit(make.risk(register), {"event": " "}, by=officer)


def test_edit_that_changes_nothing_records_nothing(register, officer, verbs_of):
    risk = make.risk(register)
    actions.edit(risk, {"cause": risk.cause}, by=officer)
    assert verbs_of(risk) == []


def test_edit_of_the_category_answers_it_and_a_new_owner_is_told(register, officer, outbox):
    risk, owner = make.risk(register), make.officer()
    actions.edit(risk, {"category": Category.objects.get(code="CTX"), "owner": owner}, by=officer)
    assert register.screenings.get(category__code="CTX").answer == "applies"
    assert outbox == [("risks.owner_named", owner)]


def test_treat_serves_several_risks_of_the_same_register_only(register, officer, verbs_of, outbox):
    one, two, foreign = make.risk(register), make.risk(register), make.risk()
    doer = make.officer()
    measure = actions.treat(
        one, text="Panel", lowers="both", owner=doer, due_on=date(2030, 1, 1), by=officer, also=[two, foreign]
    )
    assert list(measure.risks.order_by("number")) == [one, two]
    assert verbs_of(two) == ["risks.treatment_planned"]
    assert outbox == [("risks.treatment_given", doer)]


def test_progress_is_reported_by_who_does_it_while_the_register_is_locked(method, verbs_of):
    risk = make.risk(project=make.project(status="in_endorsement"))
    doer = make.officer("KE")
    measure = make.treatment(risk, owner=doer)
    actions.change_treatment(measure, {"progress": "done", "evidence": "Minutes"}, by=doer)
    assert verbs_of(risk) == ["risks.treatment_changed"]
    with pytest.raises(Refused):
        actions.change_treatment(measure, {"text": "Another plan"}, by=doer)
    with pytest.raises(Refused):
        actions.change_treatment(measure, {"progress": "dropped"}, by=doer)
    with pytest.raises(Refused):
        actions.change_treatment(measure, {"progress": "planned"}, by=make.officer("NG"))


def test_a_measure_unchanged_records_nothing(register, officer, verbs_of):
    measure = make.treatment(make.risk(register))
    actions.change_treatment(measure, {"text": measure.text}, by=officer)
    assert verbs_of(measure.risks.get()) == []


def test_a_measure_is_verified_by_a_second_person_once_done(register, officer):
    measure = make.treatment(make.risk(register), owner=officer)
    second = make.officer()
    with pytest.raises(Unmet):
        actions.verify_treatment(measure, by=second, words="Seen.")
    actions.change_treatment(measure, {"progress": "done"}, by=officer)
    with pytest.raises(Refused):
        actions.verify_treatment(measure, by=officer, words="Seen.")
    with pytest.raises(Refused):
        actions.verify_treatment(measure, by=make.reviewer(), words="Seen.")
    assert actions.verify_treatment(measure, by=second, words="Seen.").verified_by == second


def test_review_unchanged_moves_the_date_and_keeps_the_rating(register, verbs_of):
    risk = make.risk(register, next_review_on=None)
    before = risk.assessment
    reviewed = actions.review_unchanged(risk, by=risk.owner)
    assert reviewed.next_review_on == make.today() + timedelta(days=180)
    assert reviewed.assessment == before
    assert verbs_of(risk) == ["risks.reviewed"]


def test_review_is_the_owners_and_the_missions(register, officer):
    risk = make.risk(register)
    with pytest.raises(Refused):
        actions.review_unchanged(risk, by=make.reviewer())
    with pytest.raises(Refused):
        actions.review_unchanged(make.risk(register, is_rated=False), by=officer)
    actions.close(risk, reason="Over.", by=officer)
    with pytest.raises(Refused):
        actions.review_unchanged(risk, by=officer)


def test_close_and_reopen(register, officer, verbs_of):
    risk = make.risk(register)
    with pytest.raises(Refused):
        actions.reopen(risk, reason="x", by=officer)
    assert actions.close(risk, reason="Over.", by=officer).state == "closed"
    for act in (actions.close, lambda r, **k: actions.edit(r, {"cause": "x"}, by=k["by"])):
        with pytest.raises(Refused):
            act(risk, reason="x", by=officer)
    assert actions.reopen(risk, reason="Back.", by=officer).state == "draft"
    assert verbs_of(risk) == ["risks.closed", "risks.reopened"]


def test_only_who_reads_the_register_is_named_for_a_restricted_risk(register, officer):
    risk = make.risk(register, visibility="restricted", owner=officer)
    with pytest.raises(Unmet):
        actions.name_reader(risk, make.outsider(), by=officer)
    with pytest.raises(Refused):
        actions.name_reader(risk, make.officer(), by=make.officer())
    with pytest.raises(Refused):
        actions.name_reader(make.risk(register), make.officer(), by=officer)


def test_snapshot_freezes_the_register_and_hides_restricted_texts(register, officer, verbs_of):
    make.risk(register, cause="open words", current=HIGH)
    hidden = make.risk(register, cause="canary words", category="SAF", visibility="restricted")
    taken = actions.snapshot(register.project, reason="submission", by=officer)
    assert taken.worst_residual == "high"
    assert taken.sha256 == content.sha256(taken.content)
    assert "canary words" in str(taken.content) and "open words" in str(taken.public_content)
    assert "canary" not in str(taken.public_content) and "salts" not in taken.public_content
    public = next(row for row in taken.public_content["risks"] if row["ref"] == hidden.ref)
    assert public.keys() == {"ref", "band", "sha256", "visibility"} and public["band"] == "low"
    assert verbs_of(register) == ["risks.frozen"]


def test_snapshot_without_a_register_is_refused(method):
    project = make.project()
    with pytest.raises(Unmet):
        actions.snapshot(project, reason="submission", by=project.manager)


def test_differs_names_what_changed_and_not_progress_or_acceptance(register, officer):
    risk, other = make.risk(register, current=HIGH), make.risk(register)
    measure = make.treatment(risk)
    frozen = content.of(register)
    make.acceptance(risk, is_granted=True)
    actions.change_treatment(measure, {"progress": "under_way"}, by=officer)
    assert content.differs(frozen, content.of(register)) == []
    actions.edit(other, {"cause": "New"}, by=officer)
    actions.screen(register, {"MSG": ("not", "Nothing of the kind is planned.")}, by=officer)
    assert content.differs(frozen, content.of(register)) == ["MSG", other.ref]

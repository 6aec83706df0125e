"""What of a record asks for a category, and when an answer no longer holds."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from projects.actions import values
from projects.models import Activity
from pvehub.vocabulary.models import Term
from risks import actions, guards, tasks, triggers
from risks.models import Category
from risks.scoring import Appetite
from tests import make

pytestmark = pytest.mark.django_db
WHY = "Nobody speaks to the public in this project."


@pytest.fixture
def register(db):
    made = make.register(make.project(status="draft"))
    make.indicator(made.project)
    make.screened(made)
    return made


def codes(register):
    return {code for code, found in triggers.of_register(register, timezone.localdate()).items() if found}


def sentences(register):
    return [blocker.sentence for blocker in guards.submission_blockers(register.project)]


def group(code, english="A group"):
    return make.term("target-groups", code, english)


def activity(project, text="Monthly hearings", *tags):
    made = Activity.objects.create(project=project, text=text)
    made.interventions.set([make.term("intervention-tags", tag) for tag in tags])
    return made


@pytest.mark.scenario("risks-2")
def test_a_media_activity_added_after_counter_messaging_does_not_apply_makes_that_answer_stale_and_blocks(register):
    actions.screen(register, {"MSG": ("not", WHY)}, by=register.project.manager)
    assert sentences(register) == []
    activity(register.project, "Weekly radio plays on local stations")
    (blocker,) = [b for b in guards.submission_blockers(register.project) if b.url.endswith("#MSG")]
    assert "Confrontational counter-messaging" in blocker.sentence
    assert "Weekly radio plays on local stations" in blocker.sentence
    assert blocker.url == f"/risks/{register.code}/screening/#MSG"
    actions.screen(register, {"MSG": ("not", WHY)}, by=register.project.manager)
    assert not any("counter-messaging" in sentence for sentence in sentences(register))


def test_words_that_change_make_an_answer_stale_again_and_what_is_gone_does_not(register):
    said = activity(register.project, "Weekly radio plays")
    actions.screen(register, {"MSG": ("not", WHY), "REP": ("not", WHY)}, by=register.project.manager)
    assert sentences(register) == []
    said.text = "Weekly radio plays against one group"
    said.save()
    assert any("against one group" in sentence for sentence in sentences(register))
    said.delete()
    assert sentences(register) == []


def test_what_applies_is_not_asked_again_but_the_page_says_what_came(register):
    actions.screen(register, {"MSG": ("applies", "")}, by=register.project.manager)
    activity(register.project, "Weekly radio plays")
    asked = {one.category.code: one for one in triggers.screening(register, timezone.localdate())}
    assert [trigger.what for trigger in asked["MSG"].new] == ["Weekly radio plays"] and not asked["MSG"].is_open


def test_a_category_that_is_not_mandatory_is_answered_once_the_record_asks_for_it(register):
    Category.objects.filter(code="RET").update(is_mandatory=False)
    register.screenings.filter(category__code="RET").delete()
    assert sentences(register) == []
    register.project.target_groups.add(group("FAF", "Persons formerly associated"))
    assert any(
        "Recidivism" in sentence and "Persons formerly associated" in sentence for sentence in sentences(register)
    )


def test_an_answer_given_in_one_language_holds_in_another(register):
    register.project.target_groups.add(group("FAF"))
    Term.objects.filter(code="FAF").update(name_fr="Anciens combattants")
    with translation.override("fr"):
        why = dict.fromkeys(("RET", "STG", "LEG", "SAF", "DAT"), ("not", WHY))
        actions.screen(register, why, by=register.project.manager)
    assert sentences(register) == []


def weak(project):
    values.put(project, "capacity_staff", "2", by=project.manager)


def weak_monitoring(project):
    values.put(project, "capacity_monitoring", "2", by=project.manager)


def unsure(project):
    values.put(project, "red_line", "unsure", by=project.manager)


def over(project):
    make.participation(project, diligence="clear", diligence_until_on=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize(
    ("build", "wanted"),
    [
        (lambda p: activity(p, "Films for schools"), {"MSG", "REP"}),
        (lambda p: activity(p, "Workshops", "media"), {"MSG", "REP"}),
        (lambda p: activity(p, "Enquête auprès des ménages"), {"DAT", "DOC"}),
        (lambda p: activity(p, "Wages for roads", "cash"), {"LEG"}),
        (lambda p: activity(p, "Reintegration of returnees"), {"RET"}),
        (lambda p: activity(p, "Train forty mediators of the lake"), set()),
        (lambda p: activity(p, "Medios de vida para jóvenes"), set()),
        (lambda p: p.target_groups.add(group("CHD")), {"CHG", "DAT"}),
        (lambda p: p.target_groups.add(group("SEC")), {"POL", "SAF", "LEG", "REP", "PAR"}),
        (lambda p: p.target_groups.add(group("MIG")), {"STG", "XEN"}),
        (lambda p: p.target_groups.add(group("YTH")), set()),
        (weak, {"CAP"}),
        (weak_monitoring, {"CAP", "MEL"}),
        (unsure, {"MSG"}),
        (over, {"PAR", "DOC", "POL"}),
        (lambda p: make.participation(p, diligence="clear", diligence_on=timezone.localdate()), {"DOC", "POL"}),
        (lambda p: make.participation(p, "A ministry", role="donor", arm="security"), {"SAF", "DON"}),
        (lambda p: make.table_row(p, "numbers", who="Pupils", sex="all", age="children", number="40"), {"CHG"}),
        (
            lambda p: make.table_row(p, "negotiation", on="", kind="expectation", text="Names", expectation=""),
            {"EXP", "DON"},
        ),
        (lambda p: make.table_row(p, "assumptions", link="", text="They come", grade="none", source=""), {"CTX"}),
        (lambda p: p.indicators.all().delete(), {"MEL"}),
        (lambda p: p.indicators.update(is_measurable=False, why_not_measurable="No baseline"), {"MEL"}),
    ],
)
def test_each_thing_in_the_record_asks_for_its_categories(register, build, wanted):
    build(register.project)
    assert codes(register) == wanted


def test_the_table_knows_only_categories_there_are_and_leaves_none_out(method):
    known = set(Category.objects.values_list("code", flat=True))
    assert {rule.category for rule in triggers.RULES} == known
    assert len({(rule.name, rule.category) for rule in triggers.RULES}) == len(triggers.RULES)
    assert Category.objects.filter(appetite=Appetite.RED_LINE).get().code == "MSG"


def test_the_register_of_an_office_has_no_record_that_asks(method):
    assert triggers.of_register(make.register(office="UG"), timezone.localdate()) == {}


def test_a_no_is_not_taken_for_what_the_form_did_not_show(as_, register):
    page = f"/risks/{register.code}/screening/"
    client = as_(register.project.manager)
    form = client.get(page).context["form"]
    shown = {f"{one.category.code}_seen": one.seen for one in form.asked}
    activity(register.project, "Weekly radio plays")
    answer = client.post(page, shown | {"MSG": "not", "MSG_because": WHY})
    assert answer.status_code == 200 and "changed while you answered" in answer.text
    assert "Weekly radio plays" in answer.text
    fresh = {f"{one.category.code}_seen": one.seen for one in client.get(page).context["form"].asked}
    assert client.post(page, fresh | {"MSG": "not", "MSG_because": WHY}).status_code == 302


def test_a_stale_no_is_not_filled_in_and_so_not_given_again_unseen(as_, register):
    activity(register.project, "Weekly radio plays")
    client, page = as_(register.project.manager), f"/risks/{register.code}/screening/"
    form = client.get(page).context["form"]
    assert form["MSG"].value() == "" and form["STG"].value() == "not"
    sent = {name: field.value() or "" for name, field in ((f.html_name, f) for f in form)}
    client.post(page, sent)
    assert any("counter-messaging" in sentence for sentence in sentences(register))


def test_the_page_says_why_to_who_reads_the_working_copy_and_only_where_to_others(as_, register):
    project = register.project
    activity(project, "Weekly radio plays canary5k2w")
    page = f"/risks/{register.code}/screening/"
    assert "canary5k2w" in as_(project.manager).get(page).text
    make.published(project)
    answer = as_(make.reviewer()).get(page)
    assert answer.status_code == 200 and "canary5k2w" not in answer.text and "Activities" in answer.text
    assert "canary5k2w" not in as_(make.reviewer()).get(f"/risks/{register.code}/").text


def test_the_sweep_writes_down_what_is_stale_for_counts_and_takes_it_back(register):
    said = activity(register.project, "Weekly radio plays")
    assert tasks.note_stale() == 2 and tasks.note_stale() == 0
    assert set(register.screenings.filter(is_stale=True).values_list("category__code", flat=True)) == {"MSG", "REP"}
    said.delete()
    assert tasks.note_stale() == 2 and not register.screenings.filter(is_stale=True).exists()

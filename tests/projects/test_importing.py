"""Lists coming in: every trap of real lists, the dry run, applying once and twice, whose rows are whose."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from projects import actions, content, importing
from projects.importing import cells
from projects.models import ImportBatch, Organization, OtherProject, Project
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import Country
from tests import make

# Real traps in few rows: identifiers that differ by case, a repeat, several countries, other names of countries, a
# multi-line cell, scientific notation, blank and broken dates, an end before the start, thousands separators.
LIST = """ProjectID,ProjectTitle,ProjectBudget,ProjectLocation,ProjectImplementor,Description,ProjectStartDate,ProjectEndDate
A-UG-08,Social cohesion in slums,4300000,Uganda,International Organization for Migration,"Line one
line two",2016-08-23,2020-02-29
A-REG-01,Better migration,2.4e+07,"Kenya, Uganda, The Gambia",GIZ,,2015-12-16,
A-REG-02,Return and work,"1,234,567.89","Tchad, Uganda","IOM, World Food Programme",,,
A-KE-01,Kenya only,100,Kenya,International Organization for Migration,,,
A-SO-03,Somalia one,1,Uganda,GIZ,,,
a-so-03,Somalia two,2,Uganda,GIZ,,,
A-UG-09,Ends early,5,Uganda,GIZ,,2020-01-01,2019-01-01
A-UG-10,Swapped date,5,Uganda,GIZ,,03/04/2020,
A-UG-11,Nowhere land,5,Ruritania,GIZ,,,
A-UG-12,Bad amount,about ten,Uganda,GIZ,,,
,No identifier,5,Uganda,GIZ,,,
A-UG-13,Institute,5,Uganda,International Migration Institute,,,
A-REG-01,Better migration,2.4e+07,"Kenya, Uganda, The Gambia",GIZ,,2015-12-16,
"""


COLUMNS = {
    "external_id": "ProjectID",
    "title": "ProjectTitle",
    "summary": "Description",
    "budget": "ProjectBudget",
    "countries": "ProjectLocation",
    "implementers": "ProjectImplementor",
    "start_on": "ProjectStartDate",
    "end_on": "ProjectEndDate",
}


@pytest.fixture
def officer(db):
    make.reference()
    make.office("KE")
    return make.officer("UG")


def rows_of(batch):
    return list(batch.lines.order_by("number"))


def row_of(batch, external_id):
    return next(row for row in rows_of(batch) if row.values["external_id"] == external_id)


def test_the_dry_run_tells_each_row_its_verdict_and_each_problem_once(officer):
    batch = make.listed(LIST, officer, make.office("UG"))

    verdicts = {(row.number, row.values["external_id"]): (row.becomes, row.verdict) for row in rows_of(batch)}
    assert verdicts == {
        (2, "A-UG-08"): ("project", "new"),
        (3, "A-REG-01"): ("other", "new"),
        (4, "A-REG-02"): ("project", "new"),
        (5, "A-KE-01"): ("project", "not_yours"),
        (6, "A-SO-03"): ("other", "unclear"),
        (7, "a-so-03"): ("other", "unclear"),
        (8, "A-UG-09"): ("other", "refused"),
        (9, "A-UG-10"): ("other", "unclear"),
        (10, "A-UG-11"): ("other", "unclear"),
        (11, "A-UG-12"): ("other", "refused"),
        (12, ""): ("other", "refused"),
        (13, "A-UG-13"): ("other", "new"),
        (14, "A-REG-01"): ("other", "refused"),
    }
    problems = {row.number: row.problems for row in rows_of(batch) if row.problems}
    assert problems[8] == [["ProjectEndDate", "The end lies before the start (2020-01-01)."]]
    assert problems[11] == [["ProjectBudget", "“about ten” is not an amount."]]
    assert problems[14] == [["ProjectID", "The same identifier stands in row 3 too."]]
    assert [len(each) for each in problems.values()] == [1] * 9
    assert batch.counts["rows"] == 13 == sum(batch.counts.get(verdict, 0) for verdict in importing.Verdict)
    assert Project.objects.count() == OtherProject.objects.count() == 0


def test_applying_makes_the_clean_rows_and_a_second_time_nothing(officer):
    mapping = {"columns": COLUMNS, "currency": "EUR"}
    batch = make.applied(LIST, officer, make.office("UG"), mapping=mapping)

    project = Project.objects.get(external_id="A-UG-08")
    assert (project.tier, project.status, project.lead_office.code, project.manager) == (1, "draft", "UG", officer)
    assert (project.budget, project.currency, project.start_on) == (Decimal("4300000.00"), "EUR", date(2016, 8, 23))
    assert project.summary == "Line one\nline two"
    assert row_of(batch, "A-UG-08").project == project
    assert sorted(Project.objects.get(external_id="A-REG-02").countries.values_list("pk", flat=True)) == ["TD", "UG"]
    other = OtherProject.objects.get(external_id="A-REG-01")
    assert (other.budget, other.imported_by, other.source) == (Decimal("24000000.00"), officer, "list.csv")
    assert sorted(other.countries.values_list("pk", flat=True)) == ["GM", "KE", "UG"]
    record = content.read(project)
    assert {name: record.revisions[name] for name in ("summary", "budget", "currency", "countries", "end_on")} == {
        "summary": 1,
        "budget": 1,
        "currency": 1,
        "countries": 1,
        "end_on": 1,
    }
    assert [event.verb for event in trail.of(project)] == ["projects.imported"]

    again = make.applied(LIST, officer, make.office("UG"), mapping=mapping)
    assert again.counts.get("new", 0) == again.counts.get("changed", 0) == 0
    assert (Project.objects.count(), OtherProject.objects.count()) == (2, 2)
    assert again.counts["unchanged"] == 4
    assert [event.verb for event in trail.of(project)] == ["projects.imported"]


def test_references_go_on_without_a_gap(officer):
    first = actions.begin(make.office("UG"), by=officer, title="Before").ref
    make.applied(LIST, officer, make.office("UG"))
    last = actions.begin(make.office("UG"), by=officer, title="After").ref
    assert int(last[-4:]) == int(first[-4:]) + 3


def test_a_changed_list_changes_only_what_nobody_edited_here(officer):
    office = make.office("UG")
    make.applied(LIST, officer, office)
    edited = Project.objects.get(external_id="A-UG-08")
    Project.objects.filter(pk=edited.pk).update(title="Edited by the officer")
    newer = (
        LIST.replace("4300000", "4400000")
        .replace("Return and work", "Return to work")
        .replace("Social cohesion in slums", "Social cohesion in cities")
    )
    batch = make.applied(newer, officer, office)

    assert {row.values["external_id"]: row.verdict for row in rows_of(batch) if row.changes} == {
        "A-UG-08": "unclear",
        "A-REG-02": "changed",
    }
    assert Project.objects.get(external_id="A-UG-08").title == "Edited by the officer"
    assert Project.objects.get(external_id="A-UG-08").budget == Decimal("4300000.00")
    assert Project.objects.get(external_id="A-REG-02").title == "Return to work"

    kept = make.listed(newer, officer, office)
    kept = actions.decide_rows(kept, {2: "keep"}, by=officer)
    kept = actions.check_batch(kept, by=officer)
    actions.apply_batch(kept, by=officer, seen=actions.seal(kept))
    project = Project.objects.get(external_id="A-UG-08")
    assert (project.title, project.budget) == ("Edited by the officer", Decimal("4400000.00"))
    assert make.listed(newer, officer, office).counts["unchanged"] == 4


def test_an_identifier_that_stands_here_in_another_case_is_asked_about(officer):
    make.project(external_id="a-ug-08", manager=officer)
    row = row_of(make.listed(LIST, officer, make.office("UG")), "A-UG-08")
    assert row.verdict == "unclear"
    assert "a-ug-08 stands here already" in row.problems[0][1]


@pytest.mark.parametrize(("choice", "verdict"), [("same", "changed"), ("own", "new"), ("out", "refused")])
def test_a_person_says_what_an_identifier_in_another_case_is(officer, choice, verdict):
    there = make.project(external_id="a-ug-08", manager=officer, imported={"title": "Project", "summary": ""})
    Project.objects.filter(pk=there.pk).update(title="Project")
    batch = make.listed(LIST.replace("4300000", ""), officer, make.office("UG"))
    actions.decide_rows(batch, {2: choice}, by=officer)
    batch = actions.check_batch(batch, by=officer)

    assert row_of(batch, "A-UG-08").verdict in (verdict, "unclear" if choice == "same" else verdict)
    before = Project.objects.count()
    actions.apply_batch(batch, by=officer, seen=actions.seal(batch))
    assert Project.objects.filter(external_id="a-ug-08").count() == 1
    assert Project.objects.count() - before == (2 if choice == "own" else 1)


def test_twins_of_a_list_are_decided_row_by_row(officer):
    office = make.office("UG")
    batch = make.listed(LIST, officer, office)
    assert (row_of(batch, "A-SO-03").choices, row_of(batch, "A-UG-12").choices) == (["same", "own", "out"], [])

    actions.decide_rows(batch, {6: "own", 7: "own"}, by=officer)
    batch = actions.check_batch(batch, by=officer)
    assert (row_of(batch, "A-SO-03").verdict, row_of(batch, "a-so-03").verdict) == ("new", "new")

    actions.decide_rows(batch, {6: "", 7: "same"}, by=officer)
    batch = actions.check_batch(batch, by=officer)
    assert (row_of(batch, "A-SO-03").verdict, row_of(batch, "a-so-03").verdict) == ("refused", "new")
    assert row_of(batch, "A-SO-03").problems == [
        ["ProjectID", "Left out: the same project as row 7, as decided there."]
    ]

    actions.decide_rows(batch, {6: "out", 7: "out"}, by=officer)
    batch = actions.check_batch(batch, by=officer)
    assert (row_of(batch, "A-SO-03").verdict, row_of(batch, "a-so-03").verdict) == ("refused", "refused")
    with pytest.raises(access.Moved):
        actions.decide_rows(batch, {2: "own"}, by=officer)
    with pytest.raises(access.Refused):
        actions.decide_rows(batch, {6: "own"}, by=make.officer("UG"))


def test_nothing_is_told_of_a_project_that_is_hidden_from_the_importer(officer):
    make.project(external_id="a-ug-08", office="NE", title="Secret", tier=3)
    row = row_of(make.listed(LIST, officer, make.office("UG")), "A-UG-08")
    assert row.problems == [["ProjectID", "This identifier cannot be used here; ask TRD to look at it."]]


def test_what_a_hidden_draft_said_before_is_not_told_to_an_administrator(officer):
    make.applied(LIST, officer, make.office("UG"))
    batch = make.listed(LIST.replace("4300000", "9"), make.administrator(), make.office("UG"))
    row = row_of(batch, "A-UG-08")
    assert (row.verdict, row.changes["budget"]) == ("changed", ["", "9.00"])


def test_who_may_import_for_whom(officer):
    with pytest.raises(access.Refused, match="own office"):
        make.listed(LIST, officer, make.office("KE"))
    with pytest.raises(access.Refused, match="your office"):
        make.listed(LIST, officer, None)
    with pytest.raises(access.Refused):
        make.listed(LIST, make.user("staff", "UG"), make.office("UG"))

    rows = {
        row.number: (row.verdict, row.office and row.office.code) for row in rows_of(make.listed(LIST, make.head()))
    }
    assert rows[2] == ("new", "UG")
    assert rows[5] == ("new", "KE")


def test_a_role_that_ended_applies_nothing_any_more(officer):
    batch = make.listed(LIST, officer, make.office("UG"))
    officer.postings.update(ends_at=timezone.now())
    with pytest.raises(access.Refused):
        actions.apply_batch(
            ImportBatch.objects.get(), by=type(officer).objects.get(pk=officer.pk), seen=actions.seal(batch)
        )


def test_parents_and_children_are_told_apart_and_counted_once(officer):
    text = (
        "Ref,Title,Country,Parent\nD-1,Decision,Uganda,\nC-1,Contract,Uganda,D-1\nC-2,Elsewhere,Uganda,X-9\n"
        "A-1,One,Uganda,A-2\nA-2,Two,Uganda,A-1\n"
    )
    batch = make.applied(text, officer, make.office("UG"))
    assert [row.verdict for row in rows_of(batch)] == ["new", "refused", "new", "unclear", "unclear"]
    assert rows_of(batch)[1].problems == [["Parent", "A part of D-1, which is in the list: counted there, not twice."]]
    assert sorted(Project.objects.values_list("external_id", flat=True)) == ["C-2", "D-1"]


def test_donors_become_organizations_found_whatever_their_case(officer):
    there = Organization.objects.create(name="Danida", kind="government")
    text = "Ref,Title,Country,Donors\nA,One,Uganda,DANIDA; Sida\nB,Two,Uganda,sida\n"
    make.applied(text, officer, make.office("UG"))

    donors = {
        project.external_id: sorted(part.organization.name for part in project.participations.filter(role="donor"))
        for project in Project.objects.all()
    }
    assert donors == {"A": ["Danida", "Sida"], "B": ["Sida"]}
    assert (Organization.objects.count(), there.participations.count()) == (2, 1)
    assert make.listed(text, officer, make.office("UG")).counts["unchanged"] == 2

    make.applied(text.replace("DANIDA; Sida", "Sida; Norad"), officer, make.office("UG"))
    project = Project.objects.get(external_id="A")
    assert sorted(part.organization.name for part in project.participations.all()) == ["Norad", "Sida"]
    assert content.read(project).revisions["donors"] == 2


def test_donors_of_others_are_words_on_their_record(officer):
    make.applied("Ref,Title,Country,Donors,Implementer\nA,One,Uganda,Sida,GIZ\n", officer, make.office("UG"))
    assert OtherProject.objects.get().donors == "Sida"
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.4e+07", "24000000.00"),
        ("1,234,567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1 234 567", "1234567.00"),
        ("1\u202f234\u00a0567,5", "1234567.50"),
        ("1,234", "1234.00"),
        ("12,5", "12.50"),
        ("€ 500", "500.00"),
        ("0", "0.00"),
        ("", None),
    ],
)
def test_amounts(text, value):
    assert cells.amount(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["ten", "-1", "NaN", "Infinity", "1e99", "1,23,456", "1.2.3"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        cells.amount(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2016-08-23", date(2016, 8, 23)),
        ("2016-08-23 00:00:00", date(2016, 8, 23)),
        ("2016/8/3", date(2016, 8, 3)),
        ("23.08.2016", date(2016, 8, 23)),
        ("23/08/2016", date(2016, 8, 23)),
        ("08/23/2016", date(2016, 8, 23)),
        (" ", None),
    ],
)
def test_dates(text, value):
    assert cells.day(text) == value


@pytest.mark.parametrize("text", ["soon", "2016-13-01", "2016-02-30", "31.02.2016"])
def test_what_is_no_date(text):
    with pytest.raises(ValueError, match="2016-08-23"):
        cells.day(text)


def test_a_date_that_reads_two_ways_is_doubtful():
    with pytest.raises(cells.Doubtful, match="day first or month first"):
        cells.day("03/04/2020")


def test_countries_by_every_name_lists_use(officer):
    atlas = cells.Atlas(Country.objects.all())
    text = "The Gambia; Côte d'Ivoire, Tchad | Democratic Republic of the Congo\nMauritanie, UGA, Cabo Verde, Guinea-Bissau"
    found, unknown = atlas.read(text)
    assert [country.pk for country in found] == ["GM", "CI", "TD", "CD", "MR", "UG", "CV", "GW"]
    assert unknown == []


def test_a_country_may_say_its_share_and_two_currencies_are_asked_about(officer):
    found, unknown = cells.Atlas(Country.objects.all()).read("SO 60%; Kenya (12.5 %)\nUganda")
    assert ([country.pk for country in found], unknown) == (["SO", "KE", "UG"], [])
    with pytest.raises(cells.Doubtful, match="more than one amount"):
        cells.amount("1000 EUR + 20 USD")

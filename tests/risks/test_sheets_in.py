"""Registers coming in by sheet: a dry run says what each row would do, a person decides, and twice is once."""

import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvehub import access
from pvehub.audit import trail
from risks import actions
from risks.models import RegisterSheet, Risk
from risks.scoring import Rating
from risks.sheets import planning
from risks.sheets.judging import Planner
from tests import make
from tests.machinery.amount import some
from tests.risks.sheets import apply, as_csv, brought, here, lines, state, taken, verdicts

pytestmark = pytest.mark.django_db
HIGH = Rating(3, {"programme": 4, "people": 2})


@pytest.fixture
def register(db):
    return make.register(make.project(status="draft"))


@pytest.fixture
def manager(register):
    return register.project.manager


@pytest.fixture
def client(manager, as_):
    return as_(manager)


def filled(register):
    make.risk(register, current=HIGH, cause="=HYPERLINK(1)", event="'=quoted", consequence="two\r\nlines \r\n")
    make.risk(register, is_rated=False, strategy="", category="MEL")
    make.risk(register, current=Rating(5, {"people": 5}), state="closed", shared_with="-The donor\n+ us")
    make.assessment(make.risk(register, category="DAT", visibility="team"), bearers=["staff", "community"])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_unchanged_in_both_formats_and_languages(register, client, manager, kind):
    filled(register)
    manager.language = "es"
    manager.save()

    page, _url = brought(client, register, taken(client, register, kind), f"risks.{kind}")

    assert verdicts(page) == {"unchanged": 4}
    assert not page.context["plan"].readings and not page.context["plan"].remarks


def test_a_changed_row_shows_each_field_and_is_applied_through_the_real_actions(register, client, fresh):
    risk = make.risk(register, current=HIGH)
    rows = lines(taken(client, register))
    rows[0] |= {
        "cause": "Fewer staff still",
        "current_likelihood": "5",
        "strategy": "Mitigate",
        "category": "reputation",
    }
    rows[0]["category"] = "REP"

    page, url = brought(client, register, as_csv(rows))
    (row,) = page.context["rows"]
    assert verdicts(page) == {"changed": 1}
    assert {name: (before, after) for name, before, after in row.changes} == {
        "Category": (risk.category.name, row.changes[0][2]),
        "Cause": ("Few staff know the field", "Fewer staff still"),
        "Strategy": ("Accept: carry it as it is", "Reduce: make it less likely or less harmful"),
        "Now: Likelihood": ("3", "5"),
    }
    assert fresh(risk).cause == "Few staff know the field"

    answer = apply(client, page, url)

    assert answer.status_code == 302
    now = fresh(risk)
    assert (now.cause, now.strategy, now.category.code) == ("Fewer staff still", "reduce", "REP")
    assert (now.assessment.number, now.assessment.current_likelihood, now.assessment.current_band) == (2, 5, "extreme")
    assert [event.verb for event in trail.of(risk)] == ["risks.edited", "risks.assessed", "risks.imported"]
    assert "row 2" in trail.of(risk).last().note


def test_twice_is_once(register, client, manager):
    make.risk(register, current=HIGH)
    rows = lines(taken(client, register))
    rows[0]["event"] = "Another event"
    rows.append(rows[0] | {"ref": "", "version": "", "event": "A new one"})
    content = as_csv(rows)
    page, url = brought(client, register, content)
    assert verdicts(page) == {"changed": 1, "new": 1}
    apply(client, page, url)
    before = state(register)

    assert apply(client, page, url).status_code == 409
    page, url = brought(client, register, content)

    assert verdicts(page) == {"unchanged": 2}
    apply(client, page, url)
    assert state(register) == before and len(before) == 2


@pytest.mark.scenario("risks-15")
def test_two_people_edit_the_same_export_and_the_second_sees_the_conflicts_of_rows(register, client, as_, fresh):
    """Excel export, two people edit, both import: the second sees the row conflicts; =HYPERLINK(...) comes back inert."""
    risk, other = make.risk(register, current=HIGH), make.risk(register, current=HIGH, event="Left alone by the first")
    content = taken(client, register, "xlsx")
    evil = '=HYPERLINK("https://evil.example","x")'

    def edited(**cells):
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book["risks"]
        names = [cell.value for cell in sheet[2]]
        for place, text in cells.items():
            ref, _sign, name = place.partition("_")
            cell = sheet.cell(3 if ref == "R01" else 4, names.index(name) + 1)
            cell.value, cell.data_type = text, "s"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    first, second = client, as_(make.officer("UG"))
    page, url = brought(first, register, edited(R01_cause="By the first", R01_shared_with=evil), "first.xlsx")
    assert verdicts(page) == {"changed": 1, "unchanged": 1}
    apply(first, page, url)

    page, url = brought(
        second, register, edited(R01_cause="By the second", R02_cause="Also by the second"), "second.xlsx"
    )
    assert verdicts(page) == {"conflict": 1, "changed": 1}
    row = page.context["rows"][0]
    assert row.changes == [("Cause", "By the first", "By the second")]
    shown = page.content.decode()
    assert "Somebody changed here since this sheet was taken out" in shown
    assert "By the first" in shown and "By the second" in shown

    apply(second, page, url)
    assert fresh(risk).cause == "By the first" and fresh(other).cause == "Also by the second"

    page, url = brought(second, register, edited(R01_cause="By the second"), "second.xlsx")
    apply(second, page, url, _3="sheet")
    assert fresh(risk).cause == "By the second"
    assert fresh(risk).shared_with == evil

    book = openpyxl.load_workbook(io.BytesIO(taken(client, register, "xlsx")))
    cells = [
        cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value and evil in str(cell.value)
    ]
    assert [(cell.value, cell.data_type) for cell in cells] == [(f"'{evil}", "s")]
    assert [row["shared_with"] for row in lines(taken(client, register))][0] == f"'{evil}"


def test_what_others_changed_stays_where_the_sheet_says_nothing_new(register, client, manager, fresh):
    risk = make.risk(register, current=HIGH)
    rows = lines(taken(client, register))
    actions.edit(risk, {"cause": "Meanwhile"}, by=manager)

    page, _url = brought(client, register, as_csv(rows))
    assert verdicts(page) == {"unchanged": 1}

    rows[0]["event"] = "Mine"
    page, url = brought(client, register, as_csv(rows))
    assert verdicts(page) == {"conflict": 1}
    apply(client, page, url, _2="sheet")
    assert (fresh(risk).cause, fresh(risk).event) == ("Meanwhile", "Mine")


def test_without_its_version_a_changed_row_is_a_conflict(register, client):
    make.risk(register, current=HIGH)
    rows = lines(taken(client, register))
    rows[0].pop("version")
    rows[0]["event"] = "Mine"

    page, _url = brought(client, register, as_csv(rows))

    assert verdicts(page) == {"conflict": 1} and "“version” is missing" in page.content.decode()


def test_the_register_moving_between_dry_run_and_applying_is_said_and_nothing_is_written(register, client, manager):
    risk = make.risk(register, current=HIGH)
    rows = lines(taken(client, register))
    rows[0]["event"] = "Mine"
    page, url = brought(client, register, as_csv(rows))
    actions.edit(risk, {"cause": "Meanwhile"}, by=manager)
    before = state(register)

    assert apply(client, page, url).status_code == 409
    assert state(register) == before and RegisterSheet.objects.get().applied_at is None


def test_a_row_can_be_left_out(register, client):
    make.risk(register, current=HIGH)
    rows = lines(taken(client, register))
    rows[0]["event"] = "Mine"
    rows.append(rows[0] | {"ref": "", "version": "", "event": "A new one"})
    before = state(register)

    page, url = brought(client, register, as_csv(rows))
    apply(client, page, url, _2="register", _3="register")

    assert state(register) == before and RegisterSheet.objects.get().applied_counts == {
        "new": 0,
        "changed": 0,
        "left": 2,
    }


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"register": "PE.9"}, "register", "belongs to the register PE.9"),
        ({"category": "Weather"}, "category", "no value of this column"),
        ({"owner": "nobody@example.org"}, "owner", "nobody of the team"),
        ({"strategy": "Hope"}, "strategy", "no value of this column"),
        ({"is_direct": "maybe"}, "is_direct", "no value of this column"),
        ({"visibility": "office"}, "visibility", "opens a risk to nobody"),
        ({"cause": ""}, "event", "An open risk has a cause"),
        ({"event": "x" * 5001}, "event", "More than 5000"),
        ({"current_likelihood": "often enough"}, "Now: Likelihood", "not understood"),
        ({"current_likelihood": "6"}, "Now: Likelihood", "not understood"),
        ({"current_likelihood": ""}, "current_likelihood", "whole one"),
        ({"confidence": "so so"}, "Confidence", "not understood"),
        ({"bearers": "staff; ghosts"}, "Who bears the harm", "not understood"),
    ],
)
def test_a_row_that_cannot_be_is_refused_in_a_sentence_with_its_column(register, client, cells, column, reason):
    make.risk(register, current=HIGH, visibility="team")
    rows = lines(taken(client, register))
    before = state(register)

    page, url = brought(client, register, as_csv([rows[0] | cells]))

    (row,) = page.context["rows"]
    assert row.verdict == "refused" and row.number == 2
    assert [name for name, said in row.problems if reason in said] == [column], row.problems
    apply(client, page, url, _2="sheet")
    assert state(register) == before


def test_a_risk_twice_in_a_sheet_is_refused_the_second_time_and_a_closed_one_stays_closed(register, client):
    make.risk(register, current=HIGH)
    make.risk(register, current=HIGH, state="closed")
    rows = lines(taken(client, register))
    rows = [rows[0] | {"event": "Once"}, rows[0] | {"event": "Twice"}, rows[1] | {"event": "Mine", "state": "open"}]

    page, _url = brought(client, register, as_csv(rows))

    assert [(row.number, row.verdict) for row in sorted(page.context["rows"], key=lambda row: row.number)] == [
        (2, "changed"),
        (3, "refused"),
        (4, "refused"),
    ]
    assert "A sheet changes no state" in page.content.decode()


def test_no_sheet_sets_an_acceptance_a_verification_a_state_or_who_rated_when(register, client, fresh):
    risk = make.risk(register, current=HIGH)
    acceptance = make.acceptance(risk)
    rows = lines(taken(client, register))
    rows[0] |= {
        "acceptance": "granted", "accepted_until": "2099-01-01", "assessed_by": "The Director", "assessed_on": "1999-01-01",
        "state": "closed", "current_band": "low", "current_impact": "1", "current_level": "low", "matrix": "7", "tier": "0",
        "next_review_on": "2099-01-01",
    }  # fmt: skip
    rows.append(rows[0] | {"ref": "", "version": "", "event": "A new one", "state": "open"})
    before = state(register)

    page, url = brought(client, register, as_csv(rows))
    assert verdicts(page) == {"unchanged": 1, "new": 1}
    apply(client, page, url)

    acceptance.refresh_from_db()
    assert acceptance.state == "requested" and state(register)[:1] == before
    new = Risk.objects.with_rating().get(event="A new one")
    assert new.assessment.assessed_by == register.project.manager and new.assessment.current_impact == 4
    assert new.assessment.assessed_at.year > 2000 and not new.acceptances_alive and new.assessment.matrix.number == 1


def test_a_risk_one_does_not_read_is_as_one_that_is_not_there(register, as_):
    canary = "canary7restricted"
    words = dict.fromkeys(("cause", "event", "consequence"), canary)
    owner = make.officer("UG")
    make.risk(register, owner=owner, visibility="restricted", current=HIGH, **words)
    seen = make.risk(register, current=HIGH)
    client = as_(make.officer("UG"))
    rows = lines(taken(client, register))
    rows = [rows[0] | {"ref": "R01"}, rows[0] | {"ref": "R77"}, rows[0] | {"ref": "", "version": "", **words}]

    page, url = brought(client, register, as_csv(rows))
    shown = page.content.decode()

    first, second, third = sorted(page.context["rows"], key=lambda row: row.number)
    assert (first.verdict, second.verdict, third.verdict) == ("unseen", "unseen", "new")
    assert [name for name, _said in first.problems] == ["ref"]
    assert first.problems[0][1].replace("R01", "") == second.problems[0][1].replace("R77", "")
    assert owner.email not in shown
    apply(client, page, url, _2="sheet", _3="sheet")
    assert Risk.objects.get(ref="R01").event == canary and Risk.objects.filter(event=canary).count() == 2
    assert seen.ref == "R02"


# Whose it is, and files that are not what they seem


def test_a_sheet_is_its_owners_alone_and_for_those_who_edit(register, client, as_):
    make.risk(register, current=HIGH)
    page, url = brought(client, register, taken(client, register))
    other = as_(make.officer("UG"))
    assert other.get(url).status_code == 404 and other.post(f"{url}apply/").status_code == 404

    with pytest.raises(access.Refused):
        actions.upload_sheet(register, "x.csv", ["a", "b"], [], by=make.reviewer())
    register.project.open_sections, register.project.status = [], "in_endorsement"
    register.project.submitted_once_at = timezone.now()
    register.project.save()
    assert apply(client, page, url).status_code == 403


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("risks.xlsx", b"MZ\x90\x00 program"),
        ("risks.csv", b"PK\x03\x04 no csv"),
        ("risks.xlsx", b""),
        ("risks.csv", b"one column\n1\n"),
        ("risks.xml", b"<iati-activities/>"),
        ("risks.pdf", b"%PDF-1.7"),
        ("risks.csv", b"Risk,Impact\n" + b"a,H\n" * 501),
        ("risks.csv", ",".join(f"c{n}" for n in range(200_000)).encode()),
        ("risks.csv", b"Risk,Impact\n" + b"x" * (5 << 20) + b",H\n"),
    ],
)
def test_a_file_that_is_no_sheet_gets_one_sentence_and_leaves_nothing(register, client, name, content):
    answer = client.post(here(register), {"file": SimpleUploadedFile(name, content), "once": uuid.uuid4()})

    assert answer.status_code == 422 and len(answer.context["form"].errors["file"]) == 1
    assert not RegisterSheet.objects.exists()


def test_the_dry_run_costs_the_same_queries_with_2_and_80_rows(
    register, client, manager, django_assert_max_num_queries
):
    make.risk(register, current=HIGH)
    rows = lines(taken(client, register))
    for many in (2, 80):
        sheet = [rows[0] | {"event": "Mine"}]
        sheet += [rows[0] | {"ref": "", "version": "", "event": f"New {n}", "owner": ""} for n in range(many)]
        page, url = brought(client, register, as_csv(sheet))
        with django_assert_max_num_queries(30):
            client.get(url)


CELLS = st.one_of(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20),  # the reader leaves none
    st.sampled_from(
        ["R01", "H", "L/M", "5", "restricted", "=1+1", "'=1", "٣", "office", "1", "x" * 5001, "CAP", "staff; donor"]
    ),
)
NAMES = [
    "register",
    "ref",
    "event",
    "version",
    "cause",
    "category",
    "visibility",
    "current_likelihood",
    "current_people",
    "bearers",
]


@settings(max_examples=some(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=len(NAMES), max_size=len(NAMES)), max_size=4), is_own=st.booleans())
def test_whatever_a_sheet_holds_it_is_judged_and_what_passes_can_be_applied(register, manager, rows, is_own):
    if not Risk.objects.filter(register=register).exists():
        make.risk(register, current=HIGH)
    header = NAMES if is_own else [*NAMES[1:], "impact"]
    sheet = actions.upload_sheet(register, "x.csv", header, [[n, cells] for n, cells in enumerate(rows, 2)], by=manager)
    plan = planning.plan(Planner(register, manager), sheet)
    for row in plan.rows:
        assert bool(row.problems) == (row.verdict in ("refused", "unseen"))
    done = actions.apply_sheet(sheet, {row.number: "sheet" for row in plan.rows}, by=manager, seen=plan.fingerprint)
    assert sum(done.applied_counts.values()) == len(rows)

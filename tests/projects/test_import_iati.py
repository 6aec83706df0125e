"""IATI 2.0x activities: what is taken of them, what they may not be, and the standard's own conformance files.

The conformance files and the real lists are no part of the repository; where they are missing, their tests say so.
"""

import io
import json
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import importing
from projects.importing import Unreadable, opened
from projects.importing.child import iati, limits
from projects.importing.reading import sentence
from projects.models import ImportBatch, OtherProject, Project
from tests import make
from tests.machinery.amount import some

SHARED = next((each / "shared" for each in Path(__file__).parents if (each / "shared").is_dir()), Path("none")) / "data"
CONFORMANCE = SHARED / "iati" / "tests" / "activity-tests"
REAL = SHARED / "real"


def files(folder):
    found = sorted((CONFORMANCE / folder).rglob("*.xml"))
    return found or [pytest.param(None, marks=pytest.mark.skip(reason="IATI's conformance files are not here"))]


def name_of(path):
    return str(path.relative_to(CONFORMANCE)) if path else "none"


def activity(identifier="XX-1", more="", before="", **said):
    facts = {"title": "A title", "org": "IOM", "country": '<recipient-country code="UG"/>'} | said
    return f"""<iati-activity xml:lang="en" default-currency="USD">
<iati-identifier>{identifier}</iati-identifier>
<reporting-org ref="XX" type="40"><narrative>Agency</narrative></reporting-org>
<title><narrative>{facts["title"]}</narrative></title>
<description><narrative>Words</narrative></description>
<participating-org role="1"><narrative>Sida</narrative></participating-org>
<participating-org role="4"><narrative>{facts["org"]}</narrative></participating-org>
<activity-status code="2"/>
<activity-date type="1" iso-date="2023-12-01"/><activity-date type="2" iso-date="2024-01-02"/>
<activity-date type="3" iso-date="2025-12-31"/>{before}
{facts["country"]}
{more}
</iati-activity>"""


def activities(*some, version="2.03", head=""):
    inside = "".join(some) or activity()
    return f'<?xml version="1.0"?>{head}<iati-activities version="{version}">{inside}</iati-activities>'.encode()


def read(content, name="list.xml"):
    with opened(io.BytesIO(content), name) as sheet:
        return sheet.header, list(sheet.rows)


def first(content):
    header, rows = read(content)
    return dict(zip(header, rows[0][1], strict=True))


BUDGET = (
    '<budget{}><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>'
    '<value value-date="2024-01-01"{}>{}</value></budget>'
)


def test_an_activity_is_a_row():
    said = first(activities())
    assert said["iati-identifier"] == "XX-1"
    assert (said["activity-date: start"], said["activity-date: end"]) == ("2024-01-02", "2025-12-31")
    assert (said["participating-org: funding"], said["participating-org: implementing"]) == ("Sida", "IOM")
    assert (said["recipient-country"], said["xml:lang"]) == ("UG", "en")


@pytest.mark.parametrize(
    ("budgets", "said"),
    [
        ("", ("", "")),
        (BUDGET.format("", "", "100"), ("100", "USD")),
        (BUDGET.format("", "", "1.5") + BUDGET.format(' type="2"', "", "200"), ("200", "USD")),
        (BUDGET.format("", ' currency="EUR"', "1") + BUDGET.format("", ' currency="EUR"', "2.50"), ("3.50", "EUR")),
        (BUDGET.format("", ' currency="EUR"', "1") + BUDGET.format("", "", "2"), ("1 EUR + 2 USD", "")),
    ],
)
def test_budgets_are_summed_revised_ones_stand_for_their_originals(budgets, said):
    found = first(activities(activity(more=budgets)))
    assert (found["budget"], found["currency"]) == said


def test_commitments_stand_in_where_no_budget_was_published():
    def transaction(kind, value):
        return (
            f'<transaction><transaction-type code="{kind}"/><transaction-date iso-date="2024-01-01"/>'
            f'<value value-date="2024-01-01">{value}</value></transaction>'
        )

    assert (
        first(activities(activity(more=transaction(2, 70) + transaction(3, 5) + transaction(2, 30))))["budget"] == "100"
    )


def test_countries_come_with_their_shares():
    land = '<recipient-country code="SO" percentage="60"/><recipient-country code="KE" percentage="40"/>'
    assert first(activities(activity(country=land)))["recipient-country"] == "SO 60%; KE 40%"


def test_a_contact_is_an_office_and_never_a_person():
    contact = """<contact-info><organisation><narrative>Agency</narrative></organisation>
    <person-name><narrative>Jane Doe</narrative></person-name><telephone>+1 555</telephone>
    <email>jane.doe@agency.example</email><email>info@agency.example</email></contact-info>"""
    assert first(activities(activity(before=contact)))["contact-info"] == "Agency, info@agency.example"


def test_control_characters_are_mended():
    assert first(activities(activity(title="People\u0092s \u0096 peace")))["title"] == "People’s – peace"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><body/></html>", "first element is “html”"),
        (b"<iati-organisations version='2.03'/>", "first element is “iati-organisations”"),
        (activities(version="1.05"), "IATI 1.05; only IATI 2.0x"),
        (activities().replace(b' version="2.03"', b""), "lacks its attribute “version”"),
        (activities(head="<!DOCTYPE x>"), "declares a document type"),
        (activities(head='<!DOCTYPE x [<!ENTITY a "b">]>', version="&a;"), "declares a document type"),
        (activities(head='<!DOCTYPE x SYSTEM "file:///etc/passwd">'), "declares a document type"),
        (activities()[:-30], "not well formed at line"),
        (activities().replace(b"A title", b"A &unknown; title"), "not well formed"),
        (activities().replace(b"A title", b"\xff\xfe title"), "not well formed"),
        (b"plain words", "no XML inside"),
        (activities()[: -len("</iati-activities>")] + b"<x:a xmlns:x='y'>" * 60, "nested deeper"),
        (activities(activity(title="x" * 30_000)), "more than 20000 characters"),
        (activities(activity(more="<budget/>")), "“budget” has no “period-start”"),
        (activities(activity(more="<tag/>")), "“tag” lacks its attribute “code”"),
        (activities(activity(more='<activity-status code="2"/>')), "comes after what it must stand before"),
        (activities(activity(title="<b>x</b>")), "not text alone"),
    ],
    ids=range(17),
)
def test_what_is_no_iati_is_refused_in_one_sentence(content, told):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert told in str(refused.value) and "\n" not in str(refused.value)


@pytest.fixture
def officer(db):
    make.reference()
    return make.officer("UG")


def test_activities_come_in_children_are_counted_in_their_parents_and_twice_is_once(officer):
    content = activities(
        activity("XX-1", more='<related-activity ref="XX-1-A" type="2"/>'),
        activity("XX-1-A"),
        activity("XX-1-B", more='<related-activity ref="XX-1" type="1"/>'),
        activity("YY-1", org="GIZ"),
        activity("YY-2", country='<recipient-country code="KE"/>', org="GIZ"),
    )
    batch = make.applied(content, officer, make.office("UG"), name="list.xml")
    assert list(batch.lines.order_by("number").values_list("verdict", flat=True)) == [
        "new",
        "refused",
        "refused",
        "new",
        "not_yours",
    ]
    project = Project.objects.get()
    assert (project.external_id, project.title, project.language) == ("XX-1", "A title", "en")
    assert [part.organization.name for part in project.participations.all()] == ["Sida"]
    other = OtherProject.objects.get()
    assert (other.external_id, other.organizations, other.donors) == ("YY-1", "GIZ", "Sida")
    again = make.listed(content, officer, make.office("UG"), name="list.xml")
    assert again.counts["unchanged"] == 2


def test_a_file_of_activities_needs_no_columns_and_brings_its_date(officer, as_):
    content = activities().replace(b'version="2.03"', b'version="2.03" generated-datetime="2026-03-04T00:00:00Z"')
    file = io.BytesIO(content)
    file.name = "list.xml"
    answer = as_(officer).post(reverse("projects:import-upload"), {"file": file, "office": make.office("UG").pk})
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("projects:import-detail", args=[batch.pk])
    assert (str(batch.listed_on), batch.counts["project_new"]) == ("2026-03-04", 1)


@pytest.mark.parametrize("path", files("should-fail"), ids=name_of)
def test_each_file_that_shall_fail_is_refused_in_one_sentence(path):
    with path.open("rb") as content, pytest.raises(limits.Refused) as refused:
        list(iati.read(content))
    said = sentence({"refused": refused.value.code, **refused.value.facts})
    assert said.startswith("Not valid IATI 2.0x: in activity") or "lacks its attribute" in said


@pytest.mark.parametrize("path", files("should-pass"), ids=name_of)
def test_each_file_that_shall_pass_is_read(path):
    with path.open("rb") as content:
        header, *rows = iati.read(content)
    assert rows and all(len(cells) == len(header["header"]) for _number, cells in rows)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real lists are not here")
def test_real_lists_are_read_and_no_control_character_is_left(officer):
    by = make.head()
    somalia = make.listed((REAL / "somalia-activities.xml").read_bytes(), by, name="somalia.xml")
    assert somalia.counts["rows"] == 60
    texts = "".join(text for cells in somalia.lines.values_list("cells", flat=True) for text in cells)
    assert not any("\x80" <= sign <= "\x9f" for sign in texts) and "’" in texts

    fund = make.listed(next(REAL.glob("*.csv")).read_bytes(), by, name="fund.csv")
    assert fund.counts["rows"] == 253 == sum(fund.counts.get(verdict, 0) for verdict in importing.Verdict)
    assert fund.lines.filter(problems__icontains="upper and lower case").count() >= 2


_PIECES = st.sampled_from(
    [
        *("<iati-activities version='2.03'>", "</iati-activities>", "<iati-activity>", "</iati-activity>", "<title>"),
        *("<narrative>", "</narrative>", "text", "&amp;", "&#0;", "<!DOCTYPE a>", "<?x y?>", "<!-- c -->", "<budget>"),
        *("<iati-identifier>", "</iati-identifier>", "<x:y xmlns:x='z'/>", "]]>", "\x00", "\u0092", "é"),
    ]
)


@settings(max_examples=some(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=300))
def test_no_text_makes_the_reader_fall(text):
    try:
        for value in iati.read(io.BytesIO(text.encode("utf-8", "replace"))):
            json.dumps(value)
    except limits.Refused:
        pass


@settings(max_examples=some(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.binary(max_size=12))
def test_no_damage_to_a_file_makes_the_reader_fall(place, damage):
    content = activities(activity(more=BUDGET.format("", "", "100")), activity("XX-2"))
    place %= len(content)
    try:
        list(iati.read(io.BytesIO(content[:place] + damage + content[place + len(damage) :])))
    except limits.Refused:
        pass

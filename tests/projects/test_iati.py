"""IATI 2.03: valid whatever was written, nothing beyond what may be published, and no more memory for more projects."""

import io
import os
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from projects import content
from projects.exporting import iati
from projects.exporting.telling import Told
from projects.models import Project
from projects.workflow import PUBLISHED
from pvehub.audit.models import Reading
from pvehub.people.models import Country
from tests import make
from tests.load.iati import measured
from tests.machinery.amount import some
from tests.machinery.workers import on_the_test_database
from tests.projects.taking import ALL, canaries, people, taken

ROOT = Path(__file__).resolve().parents[2]
STANDARD = next((p / "shared/data/iati" for p in ROOT.parents if (p / "shared/data/iati").is_dir()), None)
needs_schema = pytest.mark.skipif(
    STANDARD is None, reason="the schema and code lists of IATI 2.03 are not beside the repository"
)


@pytest.fixture(autouse=True)
def files(tmp_path, settings):
    settings.FILES_ROOT = tmp_path


@cache
def schema():
    return etree.XMLSchema(etree.parse(str(STANDARD / "iati-activities-schema.xsd")))


def codes(name):
    return {node.text for node in etree.parse(str(STANDARD / f"codelists/{name}.xml")).iter("code")}


def exported(**options):
    out = io.StringIO()
    which = {} if "ref" in options else {"all": True}
    call_command("export_iati", **which, **options, stdout=out, stderr=io.StringIO())
    return out.getvalue().encode()


def published(**fields):
    return make.complete_project(
        status="closing", code=fields.pop("code", f"PE.{Project.objects.count():04d}"), **fields
    )


# --- the schema ---------------------------------------------------------------------------------------------------------

ANY_TEXT = st.one_of(
    st.sampled_from(
        ["", " ", "\u202e\u2066سوق\u2069", "a\x00\x01\x0b\x1f\x7f\x85", "\ufffe\uffff", "<&>]]>\"'", "\U0001f54a"]
    ),
    st.text(max_size=60),
)
ANY_DAY = st.one_of(st.just(""), st.just("soon"), st.dates().map(date.isoformat))


@st.composite
def rows(draw):
    """A project with whatever may stand in it; a date it has, as whatever is exported."""
    data = {name: draw(ANY_TEXT) for name in ("title", "public_title", "summary", "currency")}
    data |= {"currency": draw(st.sampled_from(["EUR", "usd", "", "€", "EURO"])), "budget": draw(st.sampled_from(MONEY))}
    data |= {"start_on": draw(ANY_DAY), "end_on": draw(ANY_DAY)}
    data["countries"] = draw(st.lists(st.sampled_from(["UG", "NE", "XK", "NA"]), unique=True))
    data["themes"] = draw(st.lists(st.sampled_from(["SOCOH", "DDR"]), unique=True))
    if not any(isinstance(iati.day(data[name]) or None, date) for name in ("start_on", "end_on")):
        data["start_on"] = "2026-01-01"
    language, status = draw(st.sampled_from(["en", "fr", "ar"])), draw(st.sampled_from(sorted(PUBLISHED)))
    project = SimpleNamespace(ref="PVE-2026-0001", code=draw(st.sampled_from([None, "PE.0001"])), language=language)
    project.status, project.tier, project.endorsed_content = status, draw(st.sampled_from([0, 1])), None
    return Told(project, False, data)


MONEY = ["", "0", "0.01", "1200000.00", "999999999999.99", "-3", "many"]


@needs_schema
@given(rows=st.lists(rows(), min_size=1, max_size=4))
@hypothesis_settings(max_examples=some(150), deadline=None)
def test_whatever_was_written_the_document_is_valid(rows):
    document = etree.fromstring(b"".join(iati.document(rows)))

    schema().assertValid(document)


@needs_schema
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.scenario("projects-6")
@pytest.mark.django_db(transaction=True)
def test_every_exported_activity_is_valid_and_a_thousand_take_no_more_memory_than_a_hundred(tmp_path):
    environment = os.environ | on_the_test_database()
    peaks = {}
    for count in (100, 1000, 5000):
        many(count)
        peaks[count] = measured(tmp_path / "all.xml", environment)
        assert peaks[count]["activities"] == count
        seen = 0
        for _event, activity in etree.iterparse(str(tmp_path / "all.xml"), tag="iati-activity"):
            parent = activity.getparent()
            alone = etree.Element(parent.tag, dict(parent.attrib))
            parent.remove(activity)
            alone.append(activity)
            schema().assertValid(alone)
            seen += 1
        assert seen == count

    growth = {count: peaks[count]["peak_kb"] - peaks[100]["peak_kb"] for count in (1000, 5000)}
    print(f"peak memory in kB: {peaks}")
    assert growth[1000] < 4_000, growth
    assert growth[5000] < 4_000, growth


def many(count):
    """So many published projects in all, each with a record of some length."""
    first = Project.objects.first() or published(summary="A summary of some length. " * 80)
    words = "Said at length, in a field of the record. " * 5
    content = first.endorsed_content
    for section in content["sections"]:
        for item in section["fields"]:
            if item["kind"] == "longtext":
                item["value"] = item["data"] = words
    skipped = {"id", *(field.name for field in Project._meta.fields if field.generated)}
    kept = {f.attname: getattr(first, f.attname) for f in Project._meta.fields if f.name not in skipped}
    start = Project.objects.count()
    for place in range(start, count, 500):
        Project.objects.bulk_create(
            Project(**kept | {"ref": f"PVE-1998-{n:05d}", "code": f"PX.{n:05d}", "endorsed_content": content})
            for n in range(place, min(place + 500, count))
        )


# --- what is said ---------------------------------------------------------------------------------------------------------


def told(status="active", **data):
    project = SimpleNamespace(ref="PVE-2026-0001", code="PE.0001", language="fr", status=status, tier=0)
    start = {"title": "Marchés", "summary": "Ensemble.", "start_on": "2025-01-01", "end_on": "2026-12-31"}
    return iati.activity(Told(project, False, start | data))


@needs_schema
def test_every_code_is_in_its_list():
    one = told(countries=["UG", "NE"], budget="100.00", currency="EUR", themes=["DDR"])

    for status in PUBLISHED:
        assert told(status).find("activity-status").get("code") in codes("ActivityStatus")
        assert {each.get("type") for each in told(status).iter("activity-date")} <= codes("ActivityDateType")
    assert {each.get("role") for each in one.iter("participating-org")} <= codes("OrganisationRole")
    assert one.find("reporting-org").get("type") in codes("OrganisationType")
    assert one.find("other-identifier").get("type") in codes("OtherIdentifierType")
    assert one.find("description").get("type") in codes("DescriptionType")
    assert one.find("sector").get("code") in codes("Sector")
    assert one.find("sector").get("vocabulary") in codes("SectorVocabulary")
    assert one.find("tag").get("vocabulary") in codes("TagVocabulary")
    assert one.find("activity-scope").get("code") in codes("ActivityScope")
    assert {each.get("code") for each in one.iter("recipient-country")} <= codes("Country")
    assert one.find("budget").get("type") in codes("BudgetType")
    assert one.find("budget").get("status") in codes("BudgetStatus")
    assert one.find("budget/value").get("currency") in codes("Currency")


@needs_schema
@pytest.mark.django_db
def test_every_country_of_ours_is_a_country_of_the_standard():
    make.reference()
    assert not set(Country.objects.values_list("iso2", flat=True)) - codes("Country")


def test_the_public_title_goes_out_and_where_there_is_none_the_title():
    assert told(public_title="Un marché vivant").findtext("title/narrative") == "Un marché vivant"
    assert told(public_title=" \x01 ").findtext("title/narrative") == "Marchés"
    assert told(title="").findtext("title/narrative") == "PVE-2026-0001"


def test_each_text_says_its_language():
    one = told()

    assert one.get(iati.LANG) == "fr"
    assert one.find("title/narrative").get(iati.LANG) == one.find("description/narrative").get(iati.LANG) == "fr"


def test_dates_are_actual_once_they_have_come():
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    kinds = lambda one: [each.get("type") for each in one.iter("activity-date")]  # noqa: E731

    assert kinds(told("endorsed")) == ["1", "3"]
    assert kinds(told("active", end_on=tomorrow)) == ["2", "3"]
    assert kinds(told("active", start_on=tomorrow, end_on=tomorrow)) == ["1", "3"]
    assert kinds(told("closed", end_on="2026-01-01")) == ["2", "4"]
    assert kinds(told("closed", end_on=tomorrow)) == ["2", "3"]


@given(total=st.decimals(0, 10**12, places=2), start=st.dates(), days=st.integers(0, 8000))
@hypothesis_settings(max_examples=some(100), deadline=None)
def test_the_years_of_a_budget_follow_one_another_and_add_up(total, start, days):
    if start.year > 9000:
        start = start.replace(year=2000, day=1)
    end = start + timedelta(days=days)
    periods = iati.years(start, end)
    parts = iati.shares(total, [(last - first).days + 1 for first, last in periods])

    assert (periods[0][0], periods[-1][1]) == (start, end)
    assert all(after[0] == before[1] + timedelta(days=1) for before, after in zip(periods, periods[1:], strict=False))
    assert all((last - first).days < 366 for first, last in periods)
    assert sum(parts, Decimal(0)) == total
    assert all(part >= 0 for part in parts)


def test_countries_add_up_to_a_hundred():
    one = told(countries=["UG", "NE", "KE"])

    assert sum(Decimal(each.get("percentage")) for each in one.iter("recipient-country")) == 100


# --- what is never said -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_open_words_of_published_projects_of_tier_0_and_1_go_out():
    canaries()

    text = exported().decode()

    found = {f"canary{name}{side}" for name in ALL for side in ("open", "team") if f"canary{name}{side}" in text}
    assert found == {"canaryendorsed0open", "canaryendorsed1open"}


@pytest.mark.django_db
def test_no_partner_donor_place_person_or_working_copy_goes_out():
    project = published(title="As endorsed", public_title="")
    make.participation(project, "Lake council", added_value="Boats")
    make.participation(project, "Ministry of far away", role="donor", amount=5)
    project.endorsed_content = content.frozen(project)
    project.title = "Moved on"
    project.save()

    text = exported().decode()

    assert "As endorsed" in text
    for word in ("Lake council", "Ministry", "Moved on", project.manager.name, "<location", "Said about"):
        assert word not in text


@pytest.mark.django_db
@pytest.mark.parametrize("tier", [0, 1])
def test_above_tier_0_no_text_names_a_place_that_the_record_names(tier):
    project = published(
        tier=tier, summary="Nine villages around Tillabéri in Niger.", public_title="Wells of Tillabéri"
    )
    make.location(project, "Tillabéri")
    project.endorsed_content = content.frozen(project)
    project.save()

    text = exported().decode()

    assert ("Tillabéri" in text) == (tier == 0)
    assert "Nine villages around" in text


@pytest.mark.django_db
def test_a_redacted_iati_is_refused(as_):
    published()
    said = {"format": "iati", "parts": "facts", "is_redacted": "on"}

    assert as_(make.reviewer()).post("/projects/export/", said).status_code == 422


@pytest.mark.django_db
def test_with_a_persons_rights_the_log_names_them():
    project = published()
    reviewer = make.reviewer()

    exported(by=reviewer.email)

    assert list(Reading.objects.filter(actor_uid=reviewer.uid).values_list("thing_id", "what")) == [
        (project.pk, "export")
    ]
    with pytest.raises(CommandError, match="TRD and administrators"):
        exported(by=project.manager.email)
    with pytest.raises(CommandError, match="Nobody"):
        exported(by="nobody@test.example")


@pytest.mark.django_db
def test_one_project_by_its_reference_and_none_where_it_may_not_be_published(tmp_path):
    one, _other = published(), published()
    closed = published(tier=2)

    assert exported(ref=one.ref).count(b"<iati-activity ") == 1
    with pytest.raises(CommandError, match="nothing to publish"):
        exported(ref=closed.ref, output=str(tmp_path / "out.xml"))
    assert not (tmp_path / "out.xml").exists()


@pytest.mark.django_db
def test_the_page_offers_it_to_trd_and_administrators_alone(as_):
    published(title="Endorsed")
    folk = people()

    for name in ("reviewer", "administrator"):
        assert b"<iati-activity " in taken(as_(folk[name]), "iati")
    for name in ("outsider", "mission", "region"):
        client = as_(folk[name])
        assert "iati" not in client.get("/projects/export/").content.decode()
        assert client.post("/projects/export/", {"format": "iati", "parts": "facts"}).status_code == 422


@pytest.mark.django_db
def test_where_nothing_may_be_published_the_page_says_so(as_):
    published(tier=2)

    response = as_(make.reviewer()).post("/projects/export/", {"format": "iati", "parts": "facts"})

    assert response.status_code == 422
    assert "open enough to be published" in response.content.decode()

"""A new draft from an existing project: how it works travels, nothing that was rated or decided, and no word one may not read."""

import pytest

from projects import actions, content
from projects.models import Project
from projects.sections import FIELDS, SECTION_OF, Kind
from projects.sections.reuse import REUSED
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db
CANARY = "canary7f3q"
NEVER = {Kind.PEOPLE, Kind.COUNTRIES, Kind.OFFICES, Kind.DATE, Kind.MONEY, Kind.NUMBER, Kind.CHOICE}


def source(**fields):
    made = make.complete_project(**{"status": "active", "tier": 0} | fields)
    make.participation(made, f"Council {CANARY}", added_value=CANARY)
    return made


def test_what_travels_is_never_a_person_place_date_sum_choice_or_partner():
    assert set(REUSED) <= set(FIELDS)
    assert not [name for name in REUSED if FIELDS[name].kind in NEVER]
    assert not set(REUSED) & {
        "title",
        "public_title",
        "classification_reason",
        "partners",
        "donors",
        "drivers",
        "locations",
    }


def test_a_colleague_of_the_office_takes_over_how_it_works_and_nothing_else():
    made, officer = source(), make.officer("UG")
    draft = actions.reuse(made, by=officer, office=make.office("UG"), title="The same in the north")

    old, new = content.read(made), content.read(draft)
    for name in ("summary", "theory_of_change", "themes", "target_groups", "do_no_harm"):
        assert new.data[name] == old.data[name] and new.data[name], name
    assert [row["text"] for row in new.data["outcomes"]] == [row["text"] for row in old.data["outcomes"]]
    assert new.data["outcomes"][0]["drivers"] == old.data["outcomes"][0]["drivers"]
    assert new.data["activities"][0]["outcome"] == old.data["activities"][0]["outcome"]
    left = [name for name in FIELDS if name not in REUSED and name not in {"title", "manager", "countries"}]
    assert [name for name in left if new.data[name]] == []
    assert (draft.manager, draft.lead_office.code, draft.status, draft.code) == (officer, "UG", "draft", None)
    assert (draft.tier, draft.classification, draft.endorsed_content) == (1, "", None)
    assert draft.replicated_from == made


def test_who_reads_the_open_sections_takes_only_what_was_endorsed_in_them():
    made = source(summary="Endorsed words.")
    Project.objects.filter(pk=made.pk).update(summary=f"Working {CANARY}")
    stranger = make.officer("NG")
    draft = actions.reuse(made, by=stranger, office=make.office("NG"), title="The same in Nigeria")

    record = content.read(draft)
    assert record.data["summary"] == "Endorsed words."
    for name, item in FIELDS.items():
        if "team" in (SECTION_OF[name].visibility, item.visibility):
            assert not record.data[name], name
    assert record.data["outcomes"] and CANARY not in str(record.data)


def test_what_few_may_read_does_not_travel_to_others():
    partner = make.office("NE")
    made = source(tier=2, partner_offices=[partner])
    assert actions.reuse(made, by=make.officer("NE"), office=partner, title="Here").tier == 2
    named = make.officer("NG")
    make.member(made, named)
    with pytest.raises(access.Refused, match="own offices"):
        actions.reuse(made, by=named, office=make.office("NG"), title="Elsewhere")
    secret = source(tier=3)
    with pytest.raises(access.Refused, match="named persons"):
        actions.reuse(secret, by=secret.manager, office=make.office("UG"), title="x")
    with pytest.raises(access.Refused, match="own office"):
        actions.reuse(source(), by=make.officer("UG"), office=make.office("NG"), title="x")


def test_both_name_each_other_where_the_reader_sees_the_other(as_):
    made, officer = source(title="The first"), make.officer("UG")
    draft = actions.reuse(made, by=officer, office=make.office("UG"), title=f"The second {CANARY}")
    page = as_(officer).get(draft.get_absolute_url()).content.decode()
    assert "Replicated from" in page and "The first" in page
    assert CANARY in as_(officer).get(made.get_absolute_url()).content.decode()
    page = as_(make.outsider()).get(made.get_absolute_url()).content.decode()
    assert "Replicated by" not in page and CANARY not in page and draft.ref not in page


def test_the_page_of_reuse(as_):
    made = source()
    page = as_(make.officer("NG"))
    address = f"/projects/{made.ref}/reuse/"
    assert page.get(address).status_code == 200
    assert page.post(address, {"title": "", "office": make.office("NG").pk}).status_code == 422
    assert page.post(address, {"title": "New", "office": make.office("UG").pk}).status_code == 422
    assert page.post(address, {"title": "New", "office": make.office("NG").pk}).status_code == 302
    assert as_(make.outsider()).get(address).status_code == 403

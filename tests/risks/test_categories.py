"""The categories of risk: the risk officer names them, adds to them, and says which every register answers."""

import pytest

from pvehub.access import Moved, Refused, Unmet
from risks import actions, guards
from risks.covering import level_of
from risks.loading import load_reference
from risks.models import Category, MatrixVersion, Risk
from risks.scoring import Rating
from risks.versions import category_sha256
from tests import make

pytestmark = pytest.mark.django_db

URL = "/risks/method/categories/"
NEW = {"code": "CYB", "name_en": "Cyber", "name_fr": "Cyber", "name_es": "Ciber", "source": ""}


@pytest.fixture
def officer(method):
    return make.risk_officer()


@pytest.fixture
def client(officer, as_):
    return as_(officer)


def category(code="CAP"):
    return Category.objects.get(code=code)


@pytest.mark.parametrize("who", ["head", "administrator", "curator", "officer"])
def test_only_the_risk_officer_keeps_categories(who, officer, as_):
    person = getattr(make, who)()
    with pytest.raises(Refused):
        actions.add_category(by=person, **NEW)
    with pytest.raises(Refused):
        actions.edit_category(category(), {"name_en": "Mine"}, by=person)
    for url in (URL, f"{URL}add/", f"{URL}CAP/"):
        assert as_(person).get(url).status_code == 403


def test_a_name_is_changed_and_the_files_leave_it(officer, client, verbs_of):
    data = {"name_en": "Knowing how", "name_fr": "Savoir", "name_es": "Saber", "source": "Ours", "is_mandatory": "on"}
    assert client.post(f"{URL}CAP/", data).headers["Location"] == URL
    load_reference()
    assert (category().name_en, category().changed_by) == ("Knowing how", officer)
    assert category().appetite == "open" and verbs_of(category()) == ["risks.category_edited"]
    assert "Knowing how" in client.get(URL).content.decode()
    assert "Category changed" in client.get(f"{URL}CAP/").content.decode()
    assert client.get(f"{URL}NONE/").status_code == 404


def test_an_edit_of_what_moved_on_is_409_with_the_typed_words(officer, client):
    seen = category_sha256(category())
    actions.edit_category(category(), {"name_en": "First"}, by=officer)
    with pytest.raises(Moved):
        actions.edit_category(category(), {"name_en": "Second"}, by=officer, seen=seen)
    data = {"name_en": "Second words", "name_fr": "b", "name_es": "c", "seen": seen}
    answer = client.post(f"{URL}CAP/", data)
    assert answer.status_code == 409 and "Second words" in answer.content.decode() and category().name_en == "First"


def test_a_new_category_counts_at_once_and_joins_the_next_version(officer, client):
    project = make.project(status="draft")
    register = make.register(project, is_screened=True)
    assert not [b for b in guards.submission_blockers(project) if "not answered" in b.sentence]
    assert "typed name" in client.post(f"{URL}add/", NEW | {"code": "no", "name_en": "typed name"}).content.decode()
    assert client.post(f"{URL}add/", NEW | {"is_mandatory": "on"}).status_code == 302
    assert [b for b in guards.submission_blockers(project) if "Cyber" in b.sentence]
    with pytest.raises(Unmet, match="CYB already"):
        actions.add_category(by=officer, **NEW)
    risk = make.risk(register, category="CYB", is_rated=False)
    ratings = dict.fromkeys(("inherent", "current", "target"), Rating(3, {"programme": 4}))
    said = {"confidence": "medium", "speed": "weeks", "rationale": "Seen before."}
    rated = actions.assess(risk, ratings=ratings, by=project.manager, **said)
    assert (rated.current_band, rated.current_level) == ("high", "very_high")
    assert "CYB" not in MatrixVersion.objects.active().appetites
    later = make.next_method(appetites={"CYB": "open"})
    assert (later.appetites["CYB"], category("CYB").appetite) == ("open", "open")
    risk = Risk.objects.with_rating().get(pk=risk.pk)
    assert (level_of(risk), risk.appetite) == ("very_high", "averse")  # as it was rated, whatever came later
    load_reference()
    assert category("CYB").name_en == "Cyber" and category("CYB").position == 17


def test_a_category_that_is_not_mandatory_any_more_holds_nobody_up(officer, client):
    project = make.project(status="draft")
    make.register(project)
    name = category().name_en
    assert [b for b in guards.submission_blockers(project) if name in b.sentence]
    data = {"name_en": name, "name_fr": "b", "name_es": "c", "source": ""}
    assert client.post(f"{URL}CAP/", data).status_code == 302
    assert not [b for b in guards.submission_blockers(project) if name in b.sentence]


def test_the_list_costs_the_same_with_1_3_and_300_rows(officer, client, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(12) as found:
            assert client.get(URL).status_code == 200
        return len(found)

    first = cost()
    for n in (2, 297):
        Category.objects.bulk_create(
            Category(code=f"X{Category.objects.count()}-{k}", name_en="Some", appetite="open") for k in range(n)
        )
        assert cost() == first


def test_the_pages_of_the_method_stay_within_thirty_queries(officer, client, django_assert_max_num_queries):
    make.risk_draft(cells={(3, 4): "very_high"})
    for url in ("/risks/method/", "/risks/method/2/since/1/", "/risks/method/draft/", "/risks/method/draft/activate/"):
        with django_assert_max_num_queries(30):
            assert client.get(url).status_code == 200

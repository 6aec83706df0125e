"""The pages of the method: what everybody reads, what the risk officer writes, and what a draft would do."""

import copy

import pytest
from django.core.cache import cache

from risks import actions, previewing, versions
from risks.models import Assessment, MatrixVersion, Risk
from risks.scoring import Band, Rating
from tests import make
from tests.making.ground import PASSWORD

pytestmark = pytest.mark.django_db

HIGH = Rating(3, {"programme": 4})
METHOD, DRAFT = "/risks/method/", "/risks/method/draft/"


@pytest.fixture
def officer(method):
    return make.risk_officer()


@pytest.fixture
def client(officer, as_):
    return as_(officer)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def sent(part, draft, **changes):
    """What the form of a part sends, with something changed."""
    from risks.drafting import FORMS

    form = FORMS[part](draft=draft)
    return {name: form[name].value() if form[name].value() is not None else "" for name in form.fields} | changes


def test_everybody_who_serves_reads_how_risks_are_rated(method, as_):
    page = text(as_(make.outsider()).get(METHOD))
    for part in ("Almost certain", "death, torture", "Director General", "Red line", "365 days", "Version 1"):
        assert part in page
    assert "next version" not in page and "draft" not in page.lower()
    assert f'href="{METHOD}"' in text(as_(make.outsider()).get("/risks/"))


def test_earlier_versions_and_what_changed_are_read_by_all_and_a_draft_is_not(officer, as_):
    make.next_method(cells={(3, 4): "very_high"}, appetites={"CAP": "averse"})
    draft, reader = actions.draft_matrix(by=officer), as_(make.officer())
    page = text(reader.get(f"{METHOD}2/since/1/"))
    assert "1 cell changed" in page and "was High" in page and "Averse" in page and "Two years of experience." in page
    assert "new ones are made in the active version" in text(reader.get(f"{METHOD}1/"))
    assert "Two years of experience." in text(reader.get(METHOD))
    for url in (f"{METHOD}{draft.number}/", f"{METHOD}{draft.number}/since/2/", f"{METHOD}9/", f"{METHOD}2/since/9/"):
        assert reader.get(url).status_code == 404, url
    assert "cells changed" not in text(as_(officer).get(f"{METHOD}{draft.number}/since/2/"))


@pytest.mark.parametrize("who", ["officer", "head", "administrator", "curator", "regional_director"])
def test_the_draft_is_the_risk_officers_alone(who, officer, as_):
    client = as_(getattr(make, who)())
    assert client.get(DRAFT).status_code == client.post(DRAFT).status_code == 403
    actions.draft_matrix(by=officer)
    for part in ("", "cells/", "appetites/", "rules/", "en/", "activate/"):
        assert client.get(f"{DRAFT}{part}").status_code == 403, part
        assert client.post(f"{DRAFT}{part}", {"why": "Mine"}).status_code == 403, part
    assert client.post(f"{DRAFT}drop/").status_code == 403
    assert MatrixVersion.objects.draft() is not None


def test_a_version_is_begun_written_previewed_and_activated_on_its_pages(officer, client):
    assert "There is no draft" in text(client.get(DRAFT))
    assert client.get(f"{DRAFT}cells/").status_code == 404
    assert client.post(DRAFT).status_code == 302
    draft = MatrixVersion.objects.draft()
    assert "Nothing differs" in text(client.get(DRAFT))
    assert client.post(f"{DRAFT}cells/", sent("cells", draft, **{"cell-1-1": "medium"})).status_code == 302
    assert client.post(f"{DRAFT}appetites/", sent("appetites", draft, CAP="averse")).status_code == 302
    rules = sent("rules", draft, **{"high-decides": "trd_head", "high-lasts_days": "99"})
    assert client.post(f"{DRAFT}rules/", rules).status_code == 302
    for language, word in (("en", "Very rare"), ("fr", "Très rare"), ("es", "Muy raro")):
        assert client.post(f"{DRAFT}{language}/", {"likelihood-1": word}).status_code == 302
    assert client.get(f"{DRAFT}nonsense/").status_code == 404
    page = text(client.get(DRAFT))
    assert "cannot be activated" in page and "Likelihood 1, impact 2 is Low" in page
    cells = {"cell-1-1": "medium", "cell-1-2": "medium", "cell-1-3": "medium", "cell-2-1": "medium"}
    cells |= {"cell-2-2": "medium", "cell-3-1": "medium", "cell-4-1": "medium"}
    draft = MatrixVersion.objects.draft()
    assert client.post(f"{DRAFT}cells/", sent("cells", draft, **cells)).status_code == 302
    page = text(client.get(f"{DRAFT}activate/"))
    assert "7 cells changed" in page and "99" in page and "Très rare" in page
    seen = versions.sha256(MatrixVersion.objects.draft())
    assert "Why the method changes" in text(client.post(f"{DRAFT}activate/", {"seen": seen, "why": " "}))
    done = client.post(f"{DRAFT}activate/", {"seen": seen, "why": "Two years of use."})
    assert (done.status_code, done.headers["Location"]) == (302, METHOD)
    page = text(client.get(METHOD))
    assert "Two years of use." in page and "Very rare" in page and "Version 2" in page and "99 days" in page


def test_a_draft_changed_by_another_tab_is_409_and_the_typed_words_come_back(officer, client):
    draft = actions.draft_matrix(by=officer)
    seen = versions.sha256(draft)
    actions.change_draft(draft, by=officer, appetites={**draft.appetites, "CAP": "averse"})
    answer = client.post(f"{DRAFT}en/", {"seen": seen, "people-5": "the worst of all"})
    assert answer.status_code == 409 and "the worst of all" in answer.content.decode()
    answer = client.post(f"{DRAFT}activate/", {"seen": seen, "why": "my long reasons"})
    assert answer.status_code == 409 and "my long reasons" in answer.content.decode()
    assert client.post(f"{DRAFT}activate/", {"why": "nothing was looked at"}).status_code == 409
    assert client.post(f"{DRAFT}drop/", {"seen": seen}).status_code == 409
    assert client.post(f"{DRAFT}drop/", {"seen": versions.sha256(MatrixVersion.objects.draft())}).status_code == 302
    assert MatrixVersion.objects.draft() is None


def test_activation_asks_once_more_who_it_is_and_sends_the_form_on_afterwards(officer, as_):
    cache.clear()
    officer.set_password(PASSWORD)
    officer.save()
    draft = make.risk_draft()
    client = as_(officer)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    sent_form = {"seen": versions.sha256(draft), "why": "Two years of use."}
    asked = client.post(f"{DRAFT}activate/", sent_form)
    assert asked.status_code == 302 and "/accounts/reauthenticate/" in asked.headers["Location"]
    assert MatrixVersion.objects.active().number == 1
    wrong = client.post(asked.headers["Location"], {"password": "guessed it wrong"})
    assert wrong.status_code == 200 and MatrixVersion.objects.active().number == 1
    client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    active = MatrixVersion.objects.active()
    assert (active.number, active.why) == (2, "Two years of use.")


def test_the_preview_counts_what_would_come_out_and_names_no_risk(officer, client):
    register = make.register(make.project(status="draft"))
    hidden = {"visibility": "restricted", "event": "canaryevent"}
    make.risk(register, current=HIGH)
    make.risk(register, current=HIGH, category="SAF", **hidden)
    make.risk(register, current=Rating(1, {"people": 5}))
    make.risk(register, current=HIGH, state="closed")
    make.risk(register, is_rated=False)
    make.acceptance(make.risk(register, current=HIGH), is_granted=True)
    draft = make.risk_draft(cells={(3, 4): "very_high"}, appetites={"SAF": "open"})
    found = previewing.preview(draft)
    assert (found["total"], found["moved"]) == (4, 2)
    assert moves(found["bands"]) == {("High", "Very high"): 3, ("High", "High"): 1}
    assert moves(found["levels"]) == {("High", "Very high"): 2, ("Very high", "Very high"): 1, ("High", "High"): 1}
    assert {row["label"]: row["more"] for row in found["seats"]} == {"Regional director": -2, "Head of TRD": 2}
    assert (found["in_force"], found["insufficient"]) == (1, 1)
    page = text(client.get(DRAFT))
    assert "4 live risks are rated" in page and "1 of them would be too low" in page and "canary" not in page
    assert "Nothing of this changes a stored rating" in page


def moves(table):
    return {(row["label"], cell["label"]): cell["n"] for row in table["rows"] for cell in row["cells"] if cell["n"]}


def test_the_preview_says_what_then_comes_out(officer):
    """What was foreseen is what the action stores when each risk is rated the same again."""
    register = make.register(make.project(status="draft"))
    risks = [
        make.risk(register, current=Rating(li, {kind: im}), category=category)
        for li, im, kind, category in (
            (1, 5, "people", "CAP"), (4, 5, "people", "SAF"), (5, 5, "money", "CAP"), (2, 3, "legal", "MSG"),
        )
    ]  # fmt: skip
    draft = make.risk_draft(
        cells={(5, 4): "very_high", (4, 5): "extreme", (2, 3): "high"}, appetites={"MSG": "cautious"}
    )
    cells = copy.deepcopy(draft.cells)
    cells[1][3] = cells[2][2] = cells[3][2] = cells[4][2] = "high"
    draft = actions.change_draft(draft, by=officer, cells=cells)
    foreseen = moves(previewing.preview(draft)["bands"])
    actions.activate(draft, by=officer, seen=versions.sha256(draft), why="Experience.")
    came = {}
    for risk in risks:
        ratings = dict.fromkeys(("inherent", "current", "target"), risk.assessment.rating("current"))
        said = {"confidence": "medium", "speed": "weeks", "rationale": "As before."}
        again = actions.assess(risk, ratings=ratings, by=register.project.manager, **said)
        pair = Band(risk.assessment.current_band).label, Band(again.current_band).label
        came[pair] = came.get(pair, 0) + 1
    assert foreseen == came


def test_the_preview_costs_the_same_for_1_and_for_40_risks(officer, django_assert_max_num_queries):
    register = make.register(make.project(status="draft"))
    draft = make.risk_draft(cells={(3, 4): "very_high"})

    def cost():
        with django_assert_max_num_queries(8) as found:
            previewing.preview(draft)
        return len(found)

    make.acceptance(make.risk(register, current=HIGH), is_granted=True)
    first = cost()
    for n in range(39):
        make.risk(register, current=Rating(1 + n % 5, {"programme": 1 + n % 4}))
    make.acceptance(make.risk(make.register(make.project()), current=HIGH), is_granted=True)
    assert cost() == first


def test_a_register_says_what_stands_on_another_version_and_shows_it_in_its_own_band(officer, as_):
    register = make.register(make.project(status="draft"))
    make.risk(register, current=HIGH)
    manager = as_(register.project.manager)
    url = register.get_absolute_url()
    assert "other version" not in text(manager.get(url)) and "another version" not in text(manager.get(url))
    make.next_method(cells={(3, 4): "very_high"})
    page = text(manager.get(url))
    assert "1 risk was rated in another version of the matrix than v2" in page
    assert "1 × High (v1)" in page and "matrix v1" in page
    make.assessment(register.risks.get(), current=HIGH)
    page = text(manager.get(url))
    assert "another version" not in page and "matrix v1" not in page and "1 × High" not in page
    assert Assessment.objects.count() == 2


def test_who_rates_reads_the_words_of_the_active_version_and_a_rating_keeps_its_own(officer, as_):
    register = make.register(make.project(status="draft"))
    risk = make.risk(register, current=Rating(3, {"people": 4}))
    manager = as_(register.project.manager)
    own = {
        language: {"people": {"4": f"maimed {language}"}, "likelihood": {"3": f"Even {language}"}}
        for language in ("en", "fr", "es")
    }
    make.next_method(scales=own)
    page = text(manager.get(f"{risk.get_absolute_url()}assess/"))
    assert "maimed en" in page and "Even en" in page
    page = text(manager.get(risk.get_absolute_url()))
    assert "maimed en" not in page and "grave injury" in page
    assert "Even en" in text(manager.get(register.get_absolute_url()))


def test_a_printed_register_says_what_stands_on_another_version_too(officer, as_):
    register = make.register(make.project(status="draft"))
    make.risk(register, current=HIGH)
    manager, url = as_(register.project.manager), f"{register.get_absolute_url()}print/"
    assert "Rated in another version" not in text(manager.get(url))
    own = {language: {"likelihood": {"3": f"Even {language}"}} for language in ("en", "fr", "es")}
    make.next_method(cells={(3, 4): "very_high"}, scales=own)
    page = text(manager.get(url))
    assert "Rated in another version" in page and "3 Even en" in page and "3 Possible" in page


def test_the_portfolio_takes_the_appetite_of_the_version_of_each_rating(officer):
    """Also where the version does not know the category: it is averse in it, whatever a later one says."""
    register = make.register(make.project(status="draft"))
    actions.add_category(by=officer, code="CYB", name_en="Cyber", name_fr="Cyber", name_es="Ciber")
    late = make.risk(register, category="CYB", current=Rating(3, {"programme": 3}))
    known = make.risk(register, category="CAP", current=Rating(3, {"programme": 3}))
    assert set(Risk.objects.above_appetite()) == {late}
    make.next_method(appetites={"CYB": "open", "CAP": "averse"})
    assert set(Risk.objects.above_appetite()) == {late}
    make.assessment(late, current=Rating(3, {"programme": 3}))
    make.assessment(known, current=Rating(3, {"programme": 3}))
    assert set(Risk.objects.above_appetite()) == {known}

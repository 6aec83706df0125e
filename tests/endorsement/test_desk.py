"""The desk of the deciding seat: what lies beside the version, the lead's proposal."""

import gzip
import html.parser
import pathlib
import re
import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from endorsement import actions, showing
from endorsement.models import Case, Decision, Draft, Proposal
from endorsement.workflow import Status
from knowledge.models import Citation
from projects.models import Project
from pvehub import access
from pvehub.audit import trail
from tests import make
from tests.endorsement.test_costs import queries
from tests.matrix import policy_files

pytestmark = pytest.mark.django_db
WHY = {"rationale": "Weak.", "reason": "evidence", "what_would_change": "A survey."}


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def url(name, case, *more):
    return reverse(f"endorsement:{name}", args=[case.ref, *more])


@pytest.fixture
def case():
    return make.case(Status.DECISION)


@pytest.fixture
def head(case):
    return make.someone("trd-head")


# Risks by name.


def register_of(project):
    from risks.models import Register

    return Register.objects.of_project(project).get()


def test_risks_to_be_assumed_stand_by_name_with_who_covers_each(case, head, as_):
    register = register_of(case.project)
    open_one = make.risk(register, event="A leader is seized", current=make.rating(4, programme=4))
    covered = make.risk(register, event="A road is cut", current=make.rating(3, programme=3))
    asked = make.acceptance(covered, is_granted=True)
    seat = asked.decided_by

    shown = showing.risks_to_assume(case, head)

    rows = {row.risk.event: row for row in shown["rows"]}
    assert set(rows) == {"A leader is seized", "A road is cut"}
    assert rows["A leader is seized"].is_open and not rows["A road is cut"].is_open
    assert (rows["A road is cut"].by, rows["A road is cut"].until) == (seat, asked.valid_until_on)
    assert shown["with_manager"] == 1
    page = text_of(as_(head).get(url("case-decide", case)))
    assert open_one.ref in page and "Nobody has assumed it." in page and seat.name in page


def test_a_restricted_risk_is_a_number_for_who_may_not_read_it(case, head, as_):
    make.risk(register_of(case.project), event="canary5", current=make.rating(4, programme=4), visibility="restricted")

    assert "1 more risk is restricted." in showing.risks_to_assume(case, head)["hidden"]
    assert "canary5" not in text_of(as_(head).get(url("case-decide", case)))


# Earlier conditions and past decisions.


def like(case, **fields):
    """Another project of the same country, decided."""
    other = make.ready_project(**fields)
    other.countries.set(case.project.countries.all())
    return other


def test_similar_decisions_say_outcome_reason_conditions_and_how_it_ended(case, head, as_):
    other = make.case(Status.ENDORSED_WITH_CONDITIONS, project=like(case, title="Boats of Jinja"))
    refused = make.case(Status.NOT_ENDORSED, project=like(case, title="Radio plays"))

    found = showing.similar(case, head)

    assert {row["case"].pk for row in found} == {other.pk, refused.pk}
    page = text_of(as_(head).get(url("case-decide", case)))
    for words in ("Boats of Jinja", "Hire a gender adviser.", "Radio plays", "Evidence", "Weak."):
        assert words in page


def test_a_decision_one_may_not_see_is_not_similar(case, head, as_):
    hidden = make.case(Status.ENDORSED, project=like(case, title="canary6"))
    recused = make.case(Status.ENDORSED, project=like(case, title="canary7"))
    Project.objects.filter(pk=hidden.project_id).update(tier=3)
    actions.recuse(recused, head, by=head, reason="A friend.")
    doe = make.doe_director()
    actions.recuse(hidden, doe, by=doe, reason="A friend.")

    assert not [row for row in showing.similar(case, doe) if row["case"].pk == hidden.pk]
    page = text_of(as_(head).get(url("case-decide", case)))
    assert "canary7" not in page


def test_recalled_decisions_and_other_countries_are_left_out(case, head):
    recalled = make.case(Status.ENDORSED, project=like(case))
    actions.recall(recalled, by=head, reason="A mistake.")
    elsewhere = make.case(Status.ENDORSED)
    elsewhere.project.countries.clear()
    elsewhere.project.themes.clear()
    elsewhere.project.target_groups.clear()

    assert showing.similar(case, head) == []


def test_conditions_of_an_earlier_decision_on_the_project_are_there(case, head, as_):
    actions.endorse(case, by=head, seen=case.current_submission.sha256, conditions=[make.condition(case)], **make.SAID)
    actions.recall(Case.objects.get(), by=head, reason="Too early.")

    rows = showing.earlier_conditions(Case.objects.get(), head)

    assert [item["row"].text for item in rows] == ["Hire a gender adviser."]
    assert "Hire a gender adviser." in text_of(as_(head).get(url("case-decide", case)))


# Resources.


@pytest.fixture
def lessons(case):
    return [make.resource(title=f"Lesson {n}", countries=list(case.project.countries.all())) for n in range(3)]


def test_a_resource_one_may_not_read_is_not_suggested(case, lessons, as_):
    type(lessons[0]).objects.filter(pk=lessons[0].pk).update(tier=3)
    reviewer = make.someone("trd-reviewer")

    assert lessons[0] not in showing.resources(case, reviewer)["unopened"]
    assert "Lesson 0" not in text_of(as_(reviewer).get(url("case-resources", case) + "?q=lesson"))


def test_resources_are_cited_put_aside_opened_or_unopened(case, head, lessons, as_):
    reviewer = make.someone("trd-reviewer")
    actions.cite(case, lessons[0], by=case.lead, stance="applies", why="The same markets.")
    trail.read(lessons[1], by=reviewer)

    found = showing.resources(case, head)

    assert [row.resource for row in found["cited"]] == [lessons[0]]
    assert found["opened"] == [lessons[1]] and found["unopened"] == [lessons[2]]
    actions.cite(case, lessons[0], by=reviewer, stance="not-relevant", why="Another law.")
    found = showing.resources(case, head)
    assert found["cited"] == [] and [row.why for row in found["aside"]] == ["Another law."]
    page = text_of(as_(head).get(url("case-decide", case)))
    assert "Another law." in page and "opened by nobody on the case" in page


def test_a_resource_is_weighed_on_its_page_by_headquarters_alone(case, lessons, as_):
    page = url("citation-write", case, lessons[0].uid)
    reviewer = as_(make.someone("trd-reviewer"))

    assert "Lesson 0" in text_of(reviewer.get(url("case-resources", case)))
    assert "Lesson 1" in text_of(reviewer.get(url("case-resources", case) + "?q=lesson"))
    assert reviewer.post(page, {"stance": "applies", "why": ""}).status_code == 200
    assert reviewer.post(page, {"stance": "applies", "why": "The same."}).status_code == 302
    assert Citation.objects.get().resource == lessons[0]
    for stranger in (case.project.manager, make.specialist("NBO")):
        assert as_(stranger).get(page).status_code == 403
        assert as_(stranger).get(url("case-resources", case)).status_code == 403
        assert "Resource weighed" not in text_of(as_(stranger).get(case.get_absolute_url()))
    assert reviewer.get(url("citation-write", case, uuid.uuid4())).status_code == 404


def test_a_citation_of_what_the_reader_may_not_open_is_not_shown(case, head, lessons):
    actions.cite(case, lessons[0], by=case.lead, stance="applies", why="x")
    type(lessons[0]).objects.filter(pk=lessons[0].pk).update(tier=3)

    assert showing.resources(case, make.someone("trd-reviewer"))["cited"] == []


# The proposal.


def proposed(case, **fields):
    said = {"outcome": "endorsed", "rationale": "Sound.", "risk_statement": "Low risks remain."} | fields
    revision = said.pop("revision", 0)
    return actions.propose(case, by=case.lead, seen=case.current_submission.sha256, revision=revision, **said)


def test_the_seat_takes_the_proposal_over_in_one_step_and_decides_nothing_by_it(case, head, as_):
    due = make.soon()
    wanted = actions.Wanted("Hire an adviser.", "by_date", case.project.manager, "Contract", due)
    proposed(case, outcome="endorsed_with_conditions", conditions=[wanted])
    client = as_(head)

    assert "The lead proposes" in text_of(client.get(url("case-decide", case)))
    assert client.post(url("proposal-take", case)).status_code == 302

    page = text_of(client.get(url("case-decide", case)))
    for words in ("Sound.", "Low risks remain.", "Hire an adviser.", "Contract", due.isoformat()):
        assert words in page
    assert not Decision.objects.exists()
    assert f'<option value="{case.project.manager_id}" selected' in page


def test_what_the_seat_had_typed_is_kept_beside_the_proposal(case, head, as_):
    proposed(case)
    actions.keep_words(case, "decide", by=head, words={"endorse-rationale": "My own reasons."})

    actions.take_proposal(case, by=head)

    page = text_of(as_(head).get(url("case-decide", case)))
    assert "My own reasons." in page and "Sound." in page


def test_a_proposal_is_the_leads_and_speaks_of_the_version_that_was_read(case, head):
    with pytest.raises(access.Refused):
        actions.propose(case, by=head, seen="", revision=0, outcome="endorsed", rationale="x")
    with pytest.raises(access.Moved):
        actions.propose(case, by=case.lead, seen="0" * 64, revision=0, outcome="endorsed", rationale="x")
    proposed(case)
    with pytest.raises(access.Moved):
        proposed(case, rationale="Older page.")
    proposed(case, rationale="Newer.", revision=1)
    assert Proposal.objects.get().rationale == "Newer."


@pytest.mark.parametrize(
    "fields",
    [
        {"rationale": ""},
        {"risk_statement": ""},
        {"outcome": "not_required"},
        {"outcome": "not_endorsed"},
        {"outcome": "endorsed_with_conditions"},
    ],
)
def test_a_proposal_is_complete_or_not_kept(case, fields):
    with pytest.raises(access.Unmet):
        proposed(case, **fields)
    assert not Proposal.objects.exists()


def test_a_refusal_is_proposed_and_fills_the_other_form(case, head, as_):
    proposed(case, outcome="not_endorsed", reason="evidence", what_would_change="A survey.", risk_statement="")

    actions.take_proposal(case, by=head)

    words = Draft.objects.get().words
    assert words == {
        "refuse-rationale": "Sound.",
        "refuse-reason": "evidence",
        "refuse-what_would_change": "A survey.",
    }


def test_the_lead_writes_it_on_a_page(case, as_):
    lead = as_(case.lead)
    page = text_of(lead.get(url("case-propose", case)))
    assert "Risks to be assumed" in page
    typed = {
        "outcome": "endorsed",
        "rationale": "Sound.",
        "risk_statement": "Low.",
        "seen": case.current_submission.sha256,
        "revision": "0",
        "conditions-TOTAL_FORMS": "0",
        "conditions-INITIAL_FORMS": "0",
    }
    bad = lead.post(url("case-propose", case), typed | {"risk_statement": "", "rationale": "My long text."})
    assert bad.status_code == 409 and "My long text." in text_of(bad)
    assert lead.post(url("case-propose", case), typed).status_code == 302
    assert "Sound." in text_of(lead.get(url("case-propose", case)))


def test_nobody_of_the_field_and_nobody_who_owes_a_review_reads_the_proposal():
    case = make.reviewed(make.case(Status.REVIEW))
    late = make.reviewer()
    actions.assign(case, late, by=case.lead, part="reviewer")
    proposed(Case.objects.get(pk=case.pk))

    readers = {"late": late, "manager": case.project.manager, "region": make.specialist("NBO"), "lead": case.lead}
    readers |= {"head": make.head()}
    seen = {name for name, person in readers.items() if Proposal.objects.visible_to(person).exists()}

    assert seen == {"lead", "head"}


def test_a_new_version_has_no_proposal_yet(case, head):
    proposed(case)
    thread = make.question(case)
    actions.send_to_mission(case, by=case.lead, sections=["overview"], due_on=make.soon())
    actions.reply(thread, by=case.project.manager, text="It stays.", is_unchanged_explained=True)
    case = actions.resubmit(Case.objects.get(), by=case.project.manager)

    assert showing.proposal(case, head) is None
    with pytest.raises(access.Unmet, match="no proposal"):
        actions.take_proposal(case, by=head)


# Cost.


class Nodes(html.parser.HTMLParser):
    count = 0

    def handle_starttag(self, tag, attrs):
        self.count += 1


def laden(case, head):
    """A long project with much beside it."""
    long = "Traders and young people settle disputes together. " * 60
    Project.objects.filter(pk=case.project_id).update(summary=long)
    for n in range(10):
        make.risk(register_of(case.project), event=f"Something happens {n}", current=make.rating(3, programme=3))
        make.question(case, text=f"Why {n}?")
        make.resource(title=f"Lesson {n}", countries=list(case.project.countries.all()))
    for _n in range(6):
        make.case(Status.ENDORSED_WITH_CONDITIONS, project=like(case))
    proposed(case)


def test_the_decide_page_keeps_to_its_budget_and_costs_the_same_however_much_there_is(case, head, as_):
    client = as_(head)
    page = url("case-decide", case)
    client.get(page)
    proposed(case)
    make.risk(register_of(case.project), current=make.rating(3, programme=3))
    make.question(case)
    make.resource(countries=list(case.project.countries.all()))
    make.case(Status.ENDORSED_WITH_CONDITIONS, project=like(case))
    few = queries(lambda: client.get(page))
    Proposal.objects.all().delete()
    laden(case, head)

    many = queries(lambda: client.get(page))

    assert many == few, (few, many)
    answer = client.get(page, headers={"accept-encoding": "gzip"})
    css = pathlib.Path(settings.BASE_DIR, "static/css/hub.css").read_bytes()
    counter = Nodes()
    counter.feed(client.get(page).content.decode())
    budget = policy_files.budget("endorsement:case-decide")
    assert len(answer.content) + len(gzip.compress(css)) <= budget["kilobytes"] * 1024
    assert counter.count <= budget["nodes"]

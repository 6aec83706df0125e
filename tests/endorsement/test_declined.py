"""A refusal for a red line names it, and declined ideas are found again by whoever may read them, and by nobody else."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from endorsement import actions, letters
from endorsement.actions.lettering import facts
from endorsement.models import Decision
from endorsement.workflow import Status
from knowledge.actions import RedLineSaid, agree_red_line, propose_red_line
from pvehub import access
from pvehub.audit import trail
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/cases/declined/"
TOKENS = re.compile(r'(csrfmiddlewaretoken|once)" value="[^"]*"|nonce="[^"]*"')


def told(answer):
    assert answer.status_code == 200
    return TOKENS.sub("", answer.content.decode())


def reworded(line, **said):
    """Another wording of a line, or its end, by two curators."""
    proposal = propose_red_line(line, RedLineSaid(**(make.LINE_SAID | said)), by=make.curator())
    return agree_red_line(proposal, by=make.curator(), seen=proposal.proposed_at.isoformat())


def test_a_refusal_for_a_red_line_names_it_on_the_form_the_case_the_dossier_and_the_letter(as_):
    line, other = make.red_line(), make.red_line(statement="We do not share lists of names.")
    case, head = make.case(Status.DECISION), make.someone("trd-head")
    client, url = as_(head), reverse("endorsement:case-refuse", args=[case.ref])
    said = {"refuse-reason": "red_line", "refuse-rationale": "It confronts.", "refuse-what_would_change": "Another."}
    said["refuse-seen"] = case.current_submission.sha256

    nameless = client.post(url, said)
    assert nameless.status_code == 409 and "Name the red lines of the register" in nameless.content.decode()
    assert "It confronts." in nameless.content.decode()
    actions.keep_words(case, "decide", by=head, words={"refuse-red_lines": f"{line.number}\n{other.number}"})
    kept = client.get(reverse("endorsement:case-decide", args=[case.ref])).content.decode()
    ticks = re.findall(r'<input[^>]*name="refuse-red_lines"[^>]*>', kept)
    assert len(ticks) == 2 and all(" checked" in tick for tick in ticks), "what was ticked and not sent is ticked again"
    assert client.post(url, said | {"refuse-red_lines": [line.number]}).status_code == 302
    decision = Decision.objects.get()
    named = f"{line.code} · {line.statement}"
    assert {"title": "Ground", "paragraphs": ["A red line", named]} in facts(decision, "TRD/1", letters.new_code())[
        "parts"
    ]
    assert trail.of(case).order_by("-seq")[0].changes["red_lines"] == ["", line.code]

    reworded(line, statement="Another wording.")
    page = told(client.get(case.get_absolute_url()))
    dossier = told(client.get(reverse("endorsement:case-dossier", args=[case.ref, 1])))
    for shown in (page, dossier):
        assert line.code in shown and make.LINE_SAID["statement"] in shown, "the words of the day of the decision"
        assert "Another wording." not in shown and other.statement not in shown
    assert line.get_absolute_url() in page


def test_only_what_holds_is_named_and_only_for_a_red_line():
    line = make.red_line()
    with pytest.raises(access.Unmet, match="only where the ground is a red line"):
        make.refusal(line, reason="evidence")
    ended = reworded(line, is_ended=True)
    with pytest.raises(access.Unmet, match="no longer holds"):
        make.refusal(ended)
    assert make.refusal(reason="red_line").reason == "red_line", "an empty register traps nobody"


def test_what_a_decision_named_is_never_changed():
    named = make.refusal(make.red_line()).red_lines.get()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        type(named).objects.filter(pk=named.pk).update(statement="Other words")


def test_the_page_of_a_red_line_counts_and_links_only_cases_one_may_read(as_):
    line, idle = make.red_line(), make.red_line()
    decision = make.refusal(line)
    url, other = line.get_absolute_url(), idle.get_absolute_url()

    page = told(as_(make.head()).get(url))
    assert "1 project not endorsed because of it" in page and decision.case.get_absolute_url() in page
    outsider = as_(make.outsider())
    assert told(outsider.get(url)).replace(line.code, "").replace(url, "") == told(outsider.get(other)).replace(
        idle.code, ""
    ).replace(other, "")
    actions.recall(decision.case, by=make.someone("trd-head"), reason="Read again.")
    assert "not endorsed because of it" not in told(as_(make.head()).get(url))


def test_declined_ideas_are_found_by_what_was_judged_and_said(as_):
    line = make.red_line()
    project = make.ready_project(title="Radio plays of the harbour", summary="Boats for apprentices.")
    declined = make.refusal(line, project=project, what_would_change="Work with the guild of fishers.")
    make.refusal(rationale="Nothing in common.")
    client, year = as_(make.head()), declined.decided_at.year

    def found(**asked):
        return declined.case.ref in told(client.get(LIST, asked))

    for asked in (
        {"q": "harbour guild"},
        {"q": "apprentices"},
        {"red_line": str(line.number)},
        {"reason": "red_line"},
        {"country": "UG"},
        {"year": str(year)},
        {"theme": project.themes.first().code},
        {"q": "confront armed"},
    ):
        assert found(**asked), asked
    for asked in (
        {"q": "harbour guild zanzibar"},
        {"red_line": "999"},
        {"red_line": "x"},
        {"reason": "evidence"},
        {"country": "NE"},
        {"year": str(year - 1)},
        {"year": "19"},
        {"theme": "NOPE"},
    ):
        assert not found(**asked), asked
    page = told(client.get(LIST))
    assert "Work with the guild of fishers." in page and line.get_absolute_url() in page


def test_who_may_not_read_the_case_gets_the_answer_of_a_word_that_never_existed(as_):
    line = make.red_line()
    project = make.ready_project(title="Plays of canaryone", summary="About canarytwo.")
    decision = make.refusal(line, project=project, rationale="canarythree", what_would_change="canaryfour")
    outsider, head = as_(make.outsider()), as_(make.head())
    for word in ("canaryone", "canarytwo", "canarythree", "canaryfour"):
        assert decision.case.ref in told(head.get(LIST, {"q": word})), word
        answer, never = (told(outsider.get(LIST, {"q": each})).replace(each, "") for each in (word, "canarynever"))
        assert answer == never, word
    never = told(outsider.get(LIST, {"country": "ZZ"})).replace("ZZ", "UG")
    assert told(outsider.get(LIST, {"country": "UG"})) == never, "a country of which only others have a row"
    assert "Uganda" not in told(outsider.get(LIST))
    fragment = outsider.get(LIST, {"q": "canaryone"}, headers={"HX-Request": "true"})
    assert "canary" not in fragment.content.decode() and decision.case.ref not in fragment.content.decode()


def test_the_list_costs_the_same_with_1_3_and_300_rows(as_):
    first = make.refusal(make.red_line())
    client = as_(make.head())
    client.get(LIST)
    costs = []
    for more in (0, 2, 297):
        make.refused_copies(more, first)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(LIST).status_code == 200
        costs.append(len(seen))
    assert len(set(costs)) == 1 and costs[0] <= 12, costs

"""The dossier of a version: from the frozen version alone, with what this reader may read of what was said of it."""

import gzip
import html.parser
import pathlib
import re

import pypdfium2
import pytest
from django.conf import settings
from django.urls import reverse

from endorsement import actions
from endorsement.models import Case
from endorsement.workflow import Status
from projects.models import Project
from pvehub.audit.models import Reading
from tests import make
from tests.matrix import policy_files

pytestmark = pytest.mark.django_db


def page(client, case, name="case-dossier", number=1):
    return client.get(reverse(f"endorsement:{name}", args=[case.ref, number]))


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(part.get_textpage().get_text_range() for part in document)
    finally:
        document.close()


@pytest.fixture
def decided():
    case = make.case(Status.DECISION)
    head = make.someone("trd-head")
    said = {"outcome": "endorsed", "rationale": "canaryproposal", "risk_statement": "Low."}
    actions.propose(case, by=case.lead, seen=case.current_submission.sha256, revision=0, **said)
    actions.endorse(case, by=head, seen=case.current_submission.sha256, conditions=[make.condition(case)], **make.SAID)
    return Case.objects.get(pk=case.pk)


def test_headquarters_reads_version_reviews_proposal_and_decision(as_, decided):
    told = text_of(page(as_(decided.lead), decided))

    for words in ("Traders and young people", decided.current_submission.sha256, "Sound.", "canaryproposal"):
        assert words in told
    assert "Hire a gender adviser." in told and decided.decisions.get().letter.number in told


def test_the_field_reads_the_version_and_the_decision_and_nothing_of_headquarters(as_, decided):
    for reader in (decided.project.manager, make.specialist("NBO")):
        told = text_of(page(as_(reader), decided))

        assert "Traders and young people" in told and "Sound analysis." in told
        assert "canaryproposal" not in told and make.someone("trd-reviewer").name not in told


def test_it_says_what_was_frozen_whatever_the_project_says_now(as_, decided):
    Project.objects.filter(pk=decided.project_id).update(summary="canarynow", title="canarynow")

    assert "canarynow" not in text_of(page(as_(decided.lead), decided)).split("<main")[1]


def test_words_of_restricted_risks_and_of_the_team_are_left_out(as_):
    project = make.ready_project()
    from risks.models import Register

    register = Register.objects.of_project(project).get()
    for visibility in ("restricted", "team"):
        make.risk(register, event=f"canary{visibility}", visibility=visibility)
    case = make.case(Status.CLEARANCE, project=project)

    told = text_of(page(as_(make.someone("chief-of-mission", "UG")), case))

    assert "canary" not in told and "R03" in told and "not for every reader" in told


def test_who_owes_a_review_finds_none_in_it(as_):
    case = make.reviewed(make.case(Status.REVIEW))
    late = make.reviewer()
    actions.assign(case, late, by=case.lead, part="reviewer")

    assert f"{make.someone('trd-reviewer').name}: Endorse" not in text_of(page(as_(late), case))
    assert f"{make.someone('trd-reviewer').name}: Endorse" in text_of(page(as_(case.lead), case))


def test_who_is_recused_or_outside_gets_no_dossier(as_, decided):
    lead = decided.lead
    actions.recuse(decided, lead, by=lead, reason="A friend.")
    for reader in (lead, make.officer("NG")):
        for name in ("case-dossier", "dossier-pdf"):
            assert page(as_(reader), decided, name).status_code == 404


def test_the_pdf_says_the_same_and_each_copy_is_on_record(as_, decided):
    answer = page(as_(decided.lead), decided, "dossier-pdf")

    assert answer.content.startswith(b"%PDF-1.7")
    told = words_of(answer.content)
    assert "Traders and young people" in told and decided.decisions.get().letter.number in told
    assert decided.project.title not in answer.headers["Content-Disposition"]
    assert Reading.objects.filter(kind="endorsement.submission", what="copy", actor_uid=decided.lead.uid).exists()
    assert page(as_(decided.lead), decided, number=9).status_code == 404


class Nodes(html.parser.HTMLParser):
    count = 0

    def handle_starttag(self, tag, attrs):
        self.count += 1


def test_a_dossier_keeps_to_its_budget(as_, decided):
    url = reverse("endorsement:case-dossier", args=[decided.ref, 1])
    answer = as_(decided.lead).get(url, headers={"accept-encoding": "gzip"})
    css = pathlib.Path(settings.BASE_DIR, "static/css/hub.css").read_bytes()
    counter, budget = Nodes(), policy_files.budget("endorsement:case-dossier")
    counter.feed(as_(decided.lead).get(url).content.decode())

    assert len(answer.content) + len(gzip.compress(css)) <= budget["kilobytes"] * 1024
    assert counter.count <= budget["nodes"]

"""Stories of the design that only a whole walk tells: through every door, on every version, for everybody."""

from datetime import timedelta

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from endorsement import actions
from endorsement.models import Case, Decision, Letter, Submission
from endorsement.workflow import Status
from projects import sections
from projects.models import Project
from pvehub.notifications import outbox as sending
from pvehub.notifications.models import Notice
from pvehub.staffing import actions as staffing
from tests import make
from tests.endorsement import doors, standings

pytestmark = pytest.mark.django_db
CANARY, NOWHERE = "canary7q", "absent8w"


def exports_of(client):
    """What goes out as a file from a person's lists."""
    found = {}
    for kind in ("csv", "xlsx"):
        found[f"projects {kind}"] = client.post("/projects/export/", {"format": kind, "parts": "facts"})
    return {name: doors.said(response) for name, response in found.items()}


def asked(client, url):
    """What a search finds by the word: nothing, if the page is that of a word that stands nowhere."""
    found, nothing = (doors.said(client.get(f"{url}?q={word}")) for word in (CANARY, NOWHERE))
    return "" if found.replace(CANARY, "") == nothing.replace(NOWHERE, "") else found


def everywhere(client, case):
    """Every page, fragment, file and count that the person can reach from here."""
    starts = ("/", "/cases/", "/projects/", case.get_absolute_url())
    pages = doors.walked(client, *starts)
    pages |= {f"{url}?q=": asked(client, url) for url in ("/cases/", "/projects/", "/knowledge/", "/risks/")}
    pages |= {f"{url} as a fragment": doors.said(client.get(url, headers={"HX-Request": "true"})) for url in starts}
    versions = case.submissions.count()
    pages |= {
        url: doors.said(client.get(url))
        for url in [
            *(reverse("endorsement:version-detail", args=[case.ref, n + 1]) for n in range(versions)),
            *(reverse("endorsement:version-diff", args=[case.ref, n, n + 1]) for n in range(1, versions)),
        ]
    }
    return pages | exports_of(client)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.scenario("endorsement-9")
def test_an_internal_comment_that_quotes_a_version_is_nowhere_for_the_applicant(as_, mailoutbox):
    case = make.case(Status.REVIEW)
    make.question(case)
    manager = case.project.manager
    officer = as_(manager)
    once, before = everywhere(officer, case), everywhere(officer, case)
    restless = {url for url in once | before if once.get(url) != before.get(url)}  # the number of a copy, the minute
    assert not [url for url in restless if "/cases/" in url or url == case.project.get_absolute_url()]
    told = Notice.objects.filter(recipient=manager).count()

    words = {"section": "overview", "field": "summary", "quoted": "Traders", "audience": "internal"}
    thread = actions.comment(case, by=case.lead, text=f"Too close to the police: {CANARY}.", **words)
    actions.reply(thread, by=make.someone("trd-reviewer"), text=f"I agree, {CANARY}.")

    after = everywhere(officer, case)
    differing = {url for url in before | after if before.get(url) != after.get(url)} - restless
    assert differing == set(), "no count, place or date tells that something was written"
    assert Notice.objects.filter(recipient=manager).count() == told
    lead_reads = everywhere(as_(case.lead), case)
    assert any(CANARY in page for page in lead_reads.values()), "the walk would find it where it stands"

    case = make.returned(Case.objects.get(pk=case.pk))
    Project.objects.filter(pk=case.project_id).update(summary="Shopkeepers settle disputes.")
    for owed in case.threads.filter(audience="everyone"):
        actions.reply(owed, by=manager, text="The text says so now.")
    case = actions.resubmit(case, by=manager)
    pages = everywhere(officer, case)
    assert reverse("endorsement:version-diff", args=[case.ref, 1, 2]) in pages
    make.reviewed(case)
    case = actions.conclude(make.cleared(case), by=case.lead)
    make.decided(case, Status.ENDORSED_WITH_CONDITIONS)
    pages = [*pages.values(), *everywhere(officer, case).values()]
    with pgtrigger.ignore():
        sending.send()
    pages += [f"{mail.subject} {mail.body} {mail.alternatives}" for mail in mailoutbox if manager.email in mail.to]
    assert any("mail" in page for page in pages)
    assert [page[:200] for page in pages if CANARY in page or f"thread-{thread.pk}" in page] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.scenario("endorsement-8")
@pytest.mark.parametrize("tie", ["recused", "own office"])
def test_who_has_a_tie_is_offered_nothing_and_finds_nothing_of_headquarters(tie, as_):
    case = make.case(Status.REVIEW)
    person = make.reviewer(name="Tied Reviewer")
    thread = actions.comment(case, by=case.lead, text=f"Careful, {CANARY}.", audience="internal")
    asked = actions.ask_clearance(case, make.adviser(), by=case.lead, kind="legal", question=f"May they {CANARY}?")
    actions.give_review(
        case, by=make.someone("trd-reviewer"), seen=case.current_submission.sha256, **(make.REVIEW | {"text": CANARY})
    )
    assert any(CANARY in page for page in everywhere(as_(person), case).values()), "as a reviewer it would be read"
    parts = {"number": 1, "before": 1, "after": 1, "form": "decide"}
    offered = doors.text(doors.said(as_(case.lead).get(f"/cases/{case.ref}/readers/")))
    assert person.name in offered

    if tie == "recused":
        actions.recuse(case, person, by=person, reason="A friend leads it.")
    else:
        make.posting(person, role="staff", office="UG")

    client = as_(person)
    assert person.name not in doors.text(doors.said(as_(case.lead).get(f"/cases/{case.ref}/readers/")))
    for pk in (thread.pk, asked.pk):
        for name, url in doors.addresses(case, pk=pk, **parts).items():
            for ask in (client.get, client.post):
                assert ask(url).status_code in (404, 405), (name, ask)
    assert client.get(case.get_absolute_url()).status_code == 404
    pages = everywhere(client, case)
    assert [url for url, page in pages.items() if CANARY in page] == []
    assert case.ref not in pages["/cases/"]

    make.posting(person, role="project-officer", office="UG")
    pages = everywhere(as_(person), case)
    assert pages[case.get_absolute_url()].startswith("200"), "what another posting gives stays"
    assert [url for url, page in pages.items() if CANARY in page] == []


def endorsing(case, rationale):
    return {
        "endorse-rationale": rationale,
        "endorse-risk_statement": "Low risks remain.",
        "endorse-seen": case.current_submission.sha256,
        "conditions-TOTAL_FORMS": "0",
        "conditions-INITIAL_FORMS": "0",
    }


@pytest.mark.scenario("endorsement-2")
def test_a_decider_with_version_two_open_when_version_three_arrives_gets_the_difference(as_):
    case, texts = make.case(Status.DECISION), ("Shopkeepers meet.", "Boatmen meet.")
    for text in texts:
        typed = endorsing(case, "My long thoughts.")
        case = make.returned(case)
        Project.objects.filter(pk=case.project_id).update(summary=text)
        for thread in case.threads.owing_an_answer():
            actions.reply(thread, by=case.project.manager, text="Changed.")
        case = actions.resubmit(case, by=case.project.manager)
    assert case.current_submission.number == 3

    response = as_(make.someone("trd-head")).post(f"/cases/{case.ref}/endorse/", typed)

    page = doors.said(response)
    assert response.status_code == 409
    assert "Shopkeepers</del>" in page and "Boatmen</ins>" in page and "Traders" not in page
    assert "My long thoughts." in page
    assert not Decision.objects.exists()
    case.refresh_from_db()
    assert case.status == Status.DECISION


@pytest.mark.scenario("endorsement-10")
def test_a_delegate_with_the_ceiling_medium_is_refused_at_high_and_at_medium_the_letter_shows_both(as_):
    case, head = make.case(Status.DECISION), make.someone("trd-head")
    delegate = make.user("staff", "HQ", name="Deputy Geneva")
    until = timezone.now() + timedelta(days=9)
    staffing.delegate(head.postings.get(), by=head, to=delegate, ends_at=until, ceiling="medium")
    client = as_(delegate)

    def with_residual(band):
        with pgtrigger.ignore("endorsement.Submission:append_only"):
            Submission.objects.filter(pk=case.current_submission_id).update(worst_residual=band)
        return client.post(f"/cases/{case.ref}/endorse/", endorsing(case, "Sound."))

    refused = with_residual("high")
    assert refused.status_code == 403
    assert "delegation ends below" in doors.said(refused)
    assert not Decision.objects.exists()

    assert with_residual("medium").status_code == 302
    letter = Letter.objects.get()
    words = doors.said(client.get(reverse("endorsement:letter-download", args=[case.ref, letter.pk])))
    assert f"{delegate.name}, acting for {head.name}" in " ".join(words.split())


@pytest.mark.scenario("endorsement-11")
def test_confirmed_counter_messaging_is_endorsed_by_nobody_and_not_by_the_database(as_):
    case, people = standings.stand("decision")
    Case.objects.filter(pk=case.pk).update(red_line="confirmed")
    url, typed = f"/cases/{case.ref}/endorse/", endorsing(case, "Sound.")

    answers = {name: as_(person).post(url, typed).status_code for name, person in people.items()}

    assert set(answers.values()) <= {403, 404, 409}
    assert answers["head"] == 409, "the very seat that decides"
    with pytest.raises(DatabaseError), transaction.atomic():
        make.user("staff", "HQ", is_superuser=True)
    for status in (Status.ENDORSED, Status.ENDORSED_WITH_CONDITIONS):
        with pytest.raises(DatabaseError, match="case_red_line_never_endorsed"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(status=status)
    assert not Decision.objects.exists()


@pytest.mark.scenario("endorsement-16")
def test_the_check_names_the_case_whose_status_was_corrupted_and_rebuilds_it(capsys):
    whole, case = make.case(Status.CLEARANCE), make.case(Status.ENDORSED_WITH_CONDITIONS)
    make.put(case, Status.SCREENING)

    with pytest.raises(CommandError, match="1 of the cases"):
        call_command("endorsement_check")
    named = capsys.readouterr().out
    assert f"{case.ref}: says screening, events say endorsed_with_conditions" in named
    assert whole.ref not in named

    call_command("endorsement_check", "--rebuild")
    call_command("endorsement_check")
    case.refresh_from_db()
    assert case.status == Status.ENDORSED_WITH_CONDITIONS
    assert "Every case says what its events say." in capsys.readouterr().out


@pytest.mark.scenario("endorsement-17")
def test_version_one_keeps_its_labels_and_the_diff_tells_a_new_label_from_a_new_answer(as_, request):
    case = make.returned(make.case(Status.REVIEW))
    old = sections.FIELDS["summary"].label
    was = str(old)
    request.addfinalizer(lambda: object.__setattr__(sections.FIELDS["summary"], "label", old))
    object.__setattr__(sections.FIELDS["summary"], "label", "Abstract of it all")
    Project.objects.filter(pk=case.project_id).update(title="Market committees of two lakes")
    for thread in case.threads.all():
        actions.reply(thread, by=case.project.manager, text="Changed.")
    case = actions.resubmit(case, by=case.project.manager)
    lead = as_(case.lead)

    first, second = (
        doors.text(doors.said(lead.get(reverse("endorsement:version-detail", args=[case.ref, n])))) for n in (1, 2)
    )
    diff = doors.said(lead.get(reverse("endorsement:version-diff", args=[case.ref, 1, 2])))

    assert was in first
    assert "Abstract of it all" not in first
    assert "Abstract of it all" in second
    assert "two lakes</ins>" in diff or "two lakes" in diff
    assert "Abstract of it all" in diff and f"{was}" in diff

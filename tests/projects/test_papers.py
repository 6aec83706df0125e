"""Documents: a file with the record, under the stricter of its tier and the project's, in the hash of what is submitted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from endorsement.actions import freezing
from projects import actions, content
from projects.forms import DocumentForm
from projects.models import Document
from pvehub import access
from tests import make

pytestmark = pytest.mark.django_db


def paper(text="Baseline of forty streets", name="baseline.txt"):
    return SimpleUploadedFile(name, text.encode())


def said(project, **fields):
    kind = make.term("resource-types", "CTXA", "Context analysis")
    return {"title": "Baseline", "kind": kind.pk, "language": "en", "tier": project.tier, "section": "context"} | fields


def url(name, thing, *args):
    return reverse(f"projects:{name}", args=[thing.ref, *args])


def test_a_file_comes_in_by_the_form_and_goes_out_to_the_people_of_the_project(client):
    project, officer = make.project(), make.officer("UG")
    client.force_login(officer)

    answer = client.post(url("document-add", project), said(project, upload=paper()))

    document = project.documents.get()
    assert answer.status_code == 302 and document.name == "baseline.txt"
    got = client.get(document.get_absolute_url())
    assert b"".join(got.streaming_content) == b"Baseline of forty streets"
    assert got["Content-Disposition"].startswith("attachment")
    assert "Baseline" in content.read(project).words["documents"]


def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence_and_nothing_stays(client):
    project = make.project()
    client.force_login(make.officer("UG"))

    answer = client.post(url("document-add", project), said(project, upload=paper("MZ\x00 program", "report.pdf")))

    assert answer.status_code == 422 and not Document.objects.exists()


def test_the_form_offers_no_tier_below_the_project():
    project = make.project(tier=2)

    assert [
        value for value, _label in DocumentForm(project, others=Document.objects.none()).fields["tier"].choices
    ] == [2, 3]


READERS = [
    (0, {"officer", "region", "trd"}),
    (1, {"officer", "region", "trd"}),
    (2, {"officer", "trd"}),
    (3, set()),
]


@pytest.mark.parametrize(("tier", "readers"), READERS)
def test_a_stricter_document_has_fewer_readers_than_its_project(tier, readers):
    project = make.complete_project(status="active")
    document = make.document(project, tier=tier)
    people = {
        "officer": make.officer("UG"),
        "region": make.specialist("NBO"),
        "trd": make.reviewer(),
        "outsider": make.officer("NG"),
        "administrator": make.administrator(),
    }

    assert {who for who, user in people.items() if document in Document.objects.visible_to(user)} == readers
    assert document in Document.objects.visible_to(project.manager)


def test_the_record_does_not_name_what_only_few_may_read(client):
    project = make.complete_project(status="active")
    make.document(project, tier=3, title="Interviews canary9z", text="canary8y")
    project.endorsed_content = content.frozen(project)
    project.save()
    client.force_login(make.specialist("NBO"))

    frozen = str(freezing.read(project, None))
    page = client.get(project.get_absolute_url()).content.decode()

    assert "canary9z" not in frozen and "canary8y" not in frozen
    assert "canary9z" not in page and "fewer people read" in page


def test_what_is_submitted_holds_the_fingerprint_of_each_document():
    project = make.complete_project()
    document = make.document(project)

    held = freezing.read(project, None)["attachments"]

    assert held == [{"document": document.pk, "sha256": document.file.sha256, "tier": 0}]


def test_a_project_is_not_lowered_below_its_strictest_document():
    project = make.complete_project(tier=2)
    make.document(project, tier=2, title="Interviews")

    with pytest.raises(access.Unmet, match="Interviews"):
        actions.lower_tier(project, 1, by=make.chief("UG"), reason="All is public now.")


def test_a_document_without_a_tier_of_its_own_follows_the_project():
    project = make.project(tier=1)
    kind = make.term("resource-types", "CTXA", "Context analysis")
    fields = {"title": "Baseline", "kind": kind, "language": "en", "tier": 1}
    document = actions.add_document(project, paper(), by=project.manager, fields=fields)

    actions.lower_tier(project, 0, by=make.chief("UG"), reason="Nothing here exposes anybody.")

    assert Document.objects.get(pk=document.pk).tier_now == 0


def test_raising_the_project_raises_who_reads_its_documents():
    project = make.complete_project(status="active")
    document, region = make.document(project), make.specialist("NBO")
    assert document in Document.objects.visible_to(region)

    actions.raise_tier(project, 2, by=make.officer("UG"))

    assert document not in Document.objects.visible_to(region)


def test_a_document_changed_meanwhile_is_not_overwritten():
    project = make.project()
    document = make.document(project)
    fields = {
        "title": "A",
        "kind": document.kind,
        "language": "en",
        "dated_on": None,
        "section": "",
        "supersedes": None,
    }
    actions.change_document(document, by=project.manager, fields={**fields, "tier": 0}, seen=1)

    with pytest.raises(access.Moved):
        actions.change_document(document, by=project.manager, fields={**fields, "tier": 0, "title": "B"}, seen=1)


def test_only_who_may_lower_a_project_makes_a_document_more_open():
    project = make.project()
    document = make.document(project, tier=2)
    fields = {
        "title": "A",
        "kind": document.kind,
        "language": "en",
        "dated_on": None,
        "section": "",
        "supersedes": None,
    }

    with pytest.raises(access.Refused):
        actions.change_document(document, by=make.officer("UG"), fields={**fields, "tier": 0}, seen=1)
    assert actions.change_document(document, by=make.chief("UG"), fields={**fields, "tier": 0}, seen=1).tier == 0


def test_documents_have_pages_of_their_own_only(client):
    project = make.project()
    client.force_login(make.officer("UG"))

    assert client.get(reverse("projects:row-add", args=[project.ref, "documents"])).status_code == 404
    assert client.get(url("project-section", project, "documents")).status_code == 200

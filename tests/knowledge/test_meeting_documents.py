"""Documents of a meeting: files for its readers; items of the repository, which it opens to nobody."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from knowledge import actions
from knowledge.models import MeetingDocument
from tests import make

pytestmark = pytest.mark.django_db


def said(client, url):
    """The page without what differs each time."""
    return re.sub(r'(csrfmiddlewaretoken|once)" value="[\w-]+"', "", client.get(url).content.decode())


def test_a_document_opens_nothing_that_was_closed(as_):
    by = make.organizer()
    meeting = make.meeting(by)
    secret = make.resource(tier=2, office="UG", title="Secret canarydoc", curator=make.curator())
    actions.add_document(meeting, by=by, resource=secret)
    file = actions.add_document(meeting, by=by, upload=make.upload("programme.pdf"))
    reader = as_(make.officer("NE"))

    page = said(reader, meeting.get_absolute_url())
    got = reader.get(reverse("knowledge:document-download", args=[meeting.uid, file.pk]))

    assert "programme.pdf" in page
    assert "canarydoc" not in page
    assert (got.status_code, got.headers["Content-Disposition"].split(";")[0]) == (200, "attachment")
    assert b"".join(got.streaming_content).startswith(b"%PDF") if got.streaming else got.content.startswith(b"%PDF")


def test_an_address_nobody_can_read_and_one_that_never_was_are_answered_alike(as_):
    by = make.specialist("NBO")
    meeting = make.meeting(by, office="NBO")
    secret = make.resource(tier=2, office="NG", title="canaryaddr")
    client, url = as_(by), reverse("knowledge:document-add", args=[meeting.uid])

    def answered(address):
        text = client.post(url, {"address": address}).content.decode().replace(address, "")
        return re.sub(r'(csrfmiddlewaretoken|once)" value="[\w-]+"', "", text)

    hidden = answered(secret.get_absolute_url())

    assert hidden == answered("/knowledge/00000000-0000-4000-8000-000000000000/")
    assert "that you can read" in hidden
    assert not MeetingDocument.objects.exists()


def test_documents_come_and_go_by_the_page_and_what_is_no_document_is_said_beside_the_field(as_):
    by = make.organizer()
    meeting = make.meeting(by)
    client, url = as_(by), reverse("knowledge:document-add", args=[meeting.uid])
    item = make.resource(title="Item of the repository")

    neither = client.post(url, {"address": ""})
    broken = client.post(url, {"file": SimpleUploadedFile("a.pdf", b"no document", content_type="application/pdf")})
    added = [client.post(url, {"file": make.upload("a.pdf")}), client.post(url, {"address": item.get_absolute_url()})]

    assert [neither.status_code, broken.status_code] == [422, 422]
    assert "one of the two" in neither.content.decode()
    assert [answer.status_code for answer in added] == [302, 302]
    file = MeetingDocument.objects.get(resource=None)
    assert "Item of the repository" in said(client, meeting.get_absolute_url())
    assert (
        as_(make.officer()).post(reverse("knowledge:document-remove", args=[meeting.uid, file.pk])).status_code == 403
    )
    client.post(reverse("knowledge:document-remove", args=[meeting.uid, file.pk]))
    assert [document.resource for document in MeetingDocument.objects.all()] == [item]

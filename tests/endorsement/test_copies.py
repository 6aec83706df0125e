"""A copy of a letter is compared with the one that was issued, by anybody, and is kept nowhere."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from endorsement import hashing
from endorsement.models import Letter
from endorsement.workflow import Status
from pvehub.files.models import StoredFile
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    cache.clear()
    make.case(Status.ENDORSED)
    return Letter.objects.get()


@pytest.fixture
def issued(letter, as_):
    case = letter.decision.case
    answer = as_(case.project.manager).get(f"/cases/{case.ref}/letters/{letter.pk}/")
    return b"".join(answer.streaming_content)


def sent(client, content, code="", **headers):
    copy = SimpleUploadedFile("letter.pdf", content, content_type="application/pdf")
    return client.post("/check/", {"copy": copy, "code": code}, **headers)


def said(response):
    return response.content.decode()


def test_the_very_letter_is_known_with_and_without_its_code(client, letter, issued):
    for code in ("", letter.verification_code.lower()):
        page = said(sent(client, issued, code))
        assert "Your copy is the very letter" in page and letter.number in page and "Valid: endorsed" in page
        for secret in (letter.decision.case.ref, letter.decision.case.project.title):
            assert secret not in page


def test_one_byte_more_is_not_the_letter(client, letter, issued):
    page = said(sent(client, issued + b" ", letter.verification_code))
    assert "is not the letter" in page and letter.number in page
    page = said(sent(client, issued + b" "))
    assert "is not the letter" in page and letter.number not in page


def test_a_suspended_letter_is_the_very_one_and_says_so(client, letter, issued):
    make.put(letter.decision.case, Status.SUSPENDED)

    page = said(sent(client, issued))

    assert "Your copy is the very letter" in page and "Suspended" in page


def test_unknown_codes_and_unknown_papers_are_answered_alike(client, letter, issued):
    answers = [sent(client, b"%PDF other"), sent(client, issued, "A" * 26), sent(client, b"%PDF other", "no-such")]

    assert {response.status_code for response in answers} == {200}
    assert len({response.content for response in answers}) == 1


def test_nothing_is_kept(client, letter, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    before = StoredFile.objects.count()

    sent(client, b"%PDF " + b"x" * (3 * 1024 * 1024))

    assert StoredFile.objects.count() == before
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_what_is_larger_than_any_letter_is_told_so_and_what_is_beyond_measure_is_cut(client, letter, monkeypatch):
    page = said(sent(client, b"x" * (hashing.MOST_BYTES + 1)))
    assert "larger than" in page and "Your copy is the very letter" not in page
    monkeypatch.setattr(hashing, "DRAINED", 1000)
    assert sent(client, b"x" * 5000).status_code == 200


def test_without_a_file_the_form_asks_for_one(client):
    cache.clear()
    assert "This field is required" in said(client.post("/check/", {"code": "A"}))


def test_comparing_counts_among_the_ten_tries(client, letter):
    statuses = [sent(client, b"x").status_code for _n in range(10)] + [client.get(f"/check/{'A' * 26}/").status_code]

    assert statuses == [200] * 10 + [429]
    assert sent(client, b"x").status_code == 429
    assert sent(client, b"x", REMOTE_ADDR="10.9.8.7").status_code == 200
    cache.clear()


def test_other_uploads_are_stored_as_before(as_):
    officer = make.officer("UG")
    made = make.resource(state="draft", author=officer, files=(("a.pdf", "words", 0),))
    page = reverse("knowledge:attachment-add", args=[made.uid])
    sent = {"file": make.upload("b.pdf", "more words"), "tier": "0", "language": "en"}
    assert as_(officer).post(page, sent).status_code == 302

    assert sorted(made.attachments.values_list("name", flat=True)) == ["a.pdf", "b.pdf"]

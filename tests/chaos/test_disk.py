"""The disk is full, or takes half of what is written: a sentence where the file was chosen, everything typed still there,
nothing half kept, and what works in the background goes on by itself once there is room."""

import hashlib
import html
import os
import re
import tempfile
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from endorsement.models import Condition, Decision, Letter
from endorsement.workflow import Status
from knowledge.models import Attachment, MeetingDocument
from knowledge.models import FollowUpAction as Promise
from projects.models import Document, Export, ImportBatch
from pvehub import jobs
from pvehub.celery import app
from pvehub.files import passing
from pvehub.files.models import StoredFile
from pvehub.jobs.models import Job
from pvehub.notifications import health
from pvehub.operations import archive, tasks
from pvehub.operations.models import Mark
from tests import make
from tests.chaos.test_postgres import Server, Writer, house  # noqa: F401  (house is a fixture)
from tests.machinery.amount import FULL
from tests.machinery.disk import mounted
from tests.machinery.workers import until

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.django_db]

TYPED = "Two on each visit; no list leaves the centre & nobody is named – à Ggaba."
NO_ROOM = "The server has no room to keep this file."
LONG = b"Ask the elders first. " * 80_000  # 1.7 MB: more than is kept in memory
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
every_kind = pytest.mark.parametrize(
    "kind", ["document", "attachment", "meeting", "promise", "condition"] if FULL else ["document"]
)


class Form:
    """A form with a file: who sends it where, with what, and what there is once it was taken."""

    def __init__(self, kind, content):
        self.content = content
        self.person, self.url, self.typed, self.field, self.rows = getattr(self, f"_{kind}")()
        self.files = StoredFile.objects.count()  # of what it stands on
        self.client = Client()
        self.client.force_login(self.person)

    def send(self):
        paper = SimpleUploadedFile("elders.txt", self.content)
        return self.client.post(self.url, self.typed | {self.field: paper})

    def _document(self):
        project, kind = make.project(), make.term("resource-types", "CTXA", "Context analysis")
        typed = {"title": TYPED, "kind": kind.pk, "language": "en", "tier": project.tier, "section": "context"}
        url = reverse("projects:document-add", args=[project.ref])
        return make.officer("UG"), url, typed, "upload", Document.objects.all()

    def _attachment(self):
        author = make.officer("UG")
        url = reverse("knowledge:attachment-add", args=[make.resource(author=author, state="draft").uid])
        return author, url, {"tier": "0", "language": "fr"}, "file", Attachment.objects.all()

    def _meeting(self):
        person = make.organizer()
        url = reverse("knowledge:document-add", args=[make.meeting(person).uid])
        return person, url, {}, "file", MeetingDocument.objects.all()

    def _promise(self):
        promise = make.promise()
        typed = {"act": "done", "done-note": TYPED}
        url = reverse("knowledge:promise-act", args=[promise.uid])
        return make.someone("trd-head"), url, typed, "done-file", Promise.objects.filter(state="done")

    def _condition(self):
        case = make.case(Status.ENDORSED_WITH_CONDITIONS)
        condition = case.decisions.get().conditions.get()
        url = reverse("endorsement:condition-answer", args=[case.ref, condition.pk])
        return condition.owner, url, {"answer": TYPED}, "upload", Condition.objects.exclude(file=None)


def said(response):
    return html.unescape(b"".join(response).decode())


@pytest.fixture
def full_store(small_disk, settings):
    """Where files are kept for good."""
    settings.FILES_ROOT = small_disk.folder
    return small_disk


@pytest.fixture
def full_way_in(small_disk, settings, tmp_path):
    """Where an upload lies while its form is read."""
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILES_ROOT = str(small_disk.folder), tmp_path / "files"
    return small_disk


@every_kind
@pytest.mark.parametrize("room", [0, 300_000])  # nothing fits; a part of it fits, and then no more
def test_an_upload_for_which_the_store_has_no_room_is_said_in_the_form_and_leaves_nothing(full_store, kind, room):
    form = Form(kind, LONG[:900_000])
    kept = full_store.held()
    full_store.fill(leaving=room)

    answer = form.send()

    page = said(answer)
    assert answer.status_code in (200, 422) and NO_ROOM in page
    assert all(str(typed) in page for typed in form.typed.values())
    assert not form.rows.exists() and StoredFile.objects.count() == form.files
    assert full_store.held() == kept

    full_store.make_room()
    assert form.send().status_code == 302
    digest = hashlib.sha256(form.content).hexdigest()
    assert form.rows.count() == 1
    assert full_store.held() == sorted([*kept, f"{digest[:2]}/{digest[2:4]}/{digest}"])


@every_kind
@pytest.mark.parametrize("room", [0, 300_000])
def test_an_upload_that_does_not_fit_on_its_way_in_keeps_what_was_typed(full_way_in, kind, room):
    form = Form(kind, LONG)
    full_way_in.fill(leaving=room)

    answer = form.send()

    page = said(answer)
    assert answer.status_code in (200, 422) and NO_ROOM in page
    assert all(str(typed) in page for typed in form.typed.values())
    assert not form.rows.exists() and StoredFile.objects.count() == form.files

    full_way_in.make_room()
    assert form.send().status_code == 302
    assert form.rows.count() == 1 and full_way_in.held() == []


@pytest.mark.parametrize(
    "where", ["projects:import-upload", "knowledge:reference-list"] if FULL else ["projects:import-upload"]
)
@pytest.mark.parametrize("step", ["on its way in", "for the child that reads it"])
def test_a_list_that_does_not_fit_is_said_in_its_form(small_disk, settings, monkeypatch, as_, where, step):
    is_first = step == "on its way in"
    if is_first:
        settings.FILE_UPLOAD_TEMP_DIR = str(small_disk.folder)
    else:
        monkeypatch.setattr(tempfile, "tempdir", str(small_disk.folder))
        settings.FILE_UPLOAD_TEMP_DIR = "/tmp"
    make.reference()
    officer, office = make.officer("UG"), make.office("UG")
    lines = "Ref,Title,Country,Implementer\n" + "".join(f"R-{n},Row {n} {TYPED},Uganda,GIZ\n" for n in range(18_000))
    small_disk.fill(leaving=200_000)

    upload = SimpleUploadedFile("list.csv", lines.encode())
    typed = {"office": office.pk, "language": "en", "tier": "0", "file": upload}
    answer = as_(officer).post(reverse(where), typed)

    assert answer.status_code == 422 and NO_ROOM in said(answer)
    assert not ImportBatch.objects.exists() and small_disk.held() == []


def test_a_decision_whose_letter_finds_no_room_is_not_taken_and_can_be_sent_again_from_the_page(full_store, as_):
    case = make.case(Status.DECISION)
    client = as_(make.someone("trd-head"))
    client.raise_request_exception = False
    typed = {"endorse-rationale": TYPED, "endorse-risk_statement": "Low.", "conditions-TOTAL_FORMS": "0"}
    typed |= {"conditions-INITIAL_FORMS": "0", "endorse-seen": case.current_submission.sha256}
    typed |= {"once": "5f0c2ad4-8a0d-4a58-9d3e-1c7d4be5d6f1"}
    url = reverse("endorsement:case-endorse", args=[case.ref])
    full_store.fill()

    answer = client.post(url, typed)

    page = answer.content.decode()
    assert answer.status_code == 503 and "no room on the server" in html.unescape(page)
    back = {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
    assert back == typed
    assert not Decision.objects.exists() and not Letter.objects.exists() and full_store.held() == []

    full_store.make_room()
    assert client.post(url, back).status_code == 302
    assert Letter.objects.get().pdf.size > 0 and Decision.objects.count() == 1


def sweep():
    """As beat does it: with every task known."""
    app.loader.import_default_modules()
    jobs.sweep()


def ask_for_a_file(owner, client, monkeypatch):
    monkeypatch.setattr("projects.views.exports.AT_ONCE", 0)
    make.project(manager=owner)
    return client.post(reverse("projects:project-export"), {"format": "csv", "parts": "facts"}).headers["Location"]


def test_work_that_finds_no_room_waits_for_it_says_so_and_is_done_once_there_is(
    full_store, as_, client, monkeypatch, time_machine
):
    """Longer than what fails by itself is tried: a full disk is no fault of the work."""
    owner = make.officer("UG")
    own = as_(owner)
    page = ask_for_a_file(owner, own, monkeypatch)
    full_store.fill()
    begun = timezone.now()

    for minute in range(0, 60, 5):
        time_machine.move_to(begun + timedelta(minutes=minute))
        sweep()

    job = Job.objects.get()
    assert (job.state, job.error) == ("queued", "There was no room on the server's disk.")
    assert "The server's disk is full." in html.unescape(own.get(page).content.decode())
    assert Export.objects.get().made_at is None and full_store.held() == []
    ready = client.get("/readyz").json()
    assert ready["status"] == "behind" and "waits for room" in ready["checks"]["jobs"]

    full_store.make_room()
    time_machine.move_to(begun + timedelta(minutes=70))
    sweep()
    assert Job.objects.get().state == "done"
    assert b"".join(own.get(reverse("projects:export-download", args=[Export.objects.get().pk])).streaming_content)
    assert client.get("/readyz").json()["checks"]["jobs"] == "ok"


@pytest.mark.full
def test_a_clean_copy_of_a_file_that_finds_no_room_is_made_later(full_store, time_machine):
    resource = make.resource(author=make.officer("UG"), is_masked=True, files=(("a.pdf", "markets by the water", 0),))
    attachment = resource.attachments.get()
    attachment.clean_file = None
    attachment.save()
    jobs.later("knowledge.tasks.extract_text", attachment.pk)
    full_store.fill()
    sweep()
    attachment.refresh_from_db()
    assert attachment.clean_file is None and Job.objects.latest("pk").waits_for_room

    full_store.make_room()
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    sweep()
    attachment.refresh_from_db()
    assert attachment.clean_file and Job.objects.latest("pk").state == "done"


@pytest.mark.full
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_compendium_is_written_beside_a_full_disk_or_after_it(full_store, as_, form, monkeypatch, time_machine):
    monkeypatch.setattr(tempfile, "tempdir", str(full_store.folder))
    owner = make.officer("UG")
    make.complete_project(manager=owner)
    full_store.fill()
    asked = {"what": "whole", "form": form, "language": "en"}
    assert as_(owner).post(reverse("projects:compendium-create"), asked).status_code == 302
    sweep()
    assert Job.objects.get().state == "done" or Job.objects.get().waits_for_room

    full_store.make_room()
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    sweep()
    assert Job.objects.get().state == "done"


def test_what_cannot_be_written_is_a_page_and_no_answer_that_breaks_off(small_disk):
    """The first piece is asked for before there is an answer, so its fault is that of the page."""
    small_disk.fill()

    def pieces():
        with tempfile.TemporaryFile(dir=small_disk.folder, buffering=0) as aside:
            os.pwrite(aside.fileno(), LONG, 0)
            yield LONG

    with pytest.raises(OSError, match="No space"):
        passing.download(pieces(), "a.xlsx", "text/plain")
    small_disk.make_room()
    assert b"".join(passing.download(pieces(), "a.xlsx", "text/plain").streaming_content) == LONG


def test_a_backup_that_does_not_fit_leaves_no_half_of_one(small_disk, tmp_path):
    dump, files = tmp_path / "database.dump", tmp_path / "files"
    dump.write_bytes(LONG)
    files.mkdir()
    target = small_disk.folder / "pvehub-20260101T0310Z.backup"
    small_disk.fill(leaving=400_000)

    with pytest.raises(OSError, match="No space"):
        archive.write(target, dump, files, {}, "k" * 30 + "0123456789" * 2)

    assert small_disk.held() == []
    small_disk.make_room()
    archive.write(target, dump, files, {}, "k" * 30 + "0123456789" * 2)
    assert small_disk.held() == [target.name]


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["BACKUP_DIR", "DATA_DIR"])
def test_the_backup_of_the_day_says_that_there_was_no_room_and_is_made_at_the_next_turn(
    small_disk, settings, tmp_path, where
):
    (tmp_path / "backups").mkdir()
    settings.BACKUP_DIR, settings.DATA_DIR, settings.FILES_ROOT = (
        tmp_path / "backups",
        tmp_path / "data",
        tmp_path / "f",
    )
    settings.BACKUP_KEY = "k" * 30 + "0123456789" * 2
    setattr(settings, where, small_disk.folder)
    small_disk.fill(leaving=60_000)

    tasks.back_up()

    mark = Mark.objects.get(work="backup")
    assert not mark.is_well and "No space left" in mark.said and "/" not in mark.said
    assert [name for name in small_disk.held() if not name.startswith("backing-up/")] == []


def test_readiness_names_a_disk_without_room_for_files_and_turns_back(small_disk, settings, client, monkeypatch):
    monkeypatch.setattr(health, "FILES_FREE", 1_000_000)
    for setting in ("FILES_ROOT", "FILE_UPLOAD_TEMP_DIR"):
        before = getattr(settings, setting)
        setattr(settings, setting, str(small_disk.folder) if setting != "FILES_ROOT" else small_disk.folder)
        assert client.get("/readyz").json()["checks"]["disk"] == "ok"
        small_disk.fill(leaving=500_000)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (200, "behind")
        assert answer.json()["checks"]["disk"] == "There is no room for files: no upload is taken."
        assert str(small_disk.folder) not in answer.content.decode()
        small_disk.make_room()
        assert client.get("/readyz").json()["status"] == "ready"
        setattr(settings, setting, before)


@pytest.fixture
def big_disk():
    """Room for a database, and some more."""
    yield from mounted("500m")


@pytest.fixture
def server(big_disk):
    """A PostgreSQL whose data lie on that disk, as the embedded one's may."""
    big_disk.folder.chmod(0o711)
    server = Server(big_disk.folder)
    try:
        yield server
    finally:
        server.stop()


@pytest.mark.full
@pytest.mark.timeout(600)
def test_a_database_whose_disk_is_full_says_so_loses_nothing_and_goes_on_by_itself(server, big_disk, house):  # noqa: F811
    port, staged, programs = house
    end = threading.Event()
    writer = Writer(port, staged, "Writer", end)
    writer.start()
    until(lambda: writer.kept or writer.wrong, 60, programs.said)
    big_disk.fill()
    until(lambda: writer.again > 2 or writer.wrong, 240, programs.said)
    said = writer.said_last
    big_disk.make_room()
    acknowledged = len(writer.kept)
    until(lambda: len(writer.kept) > acknowledged + 2 or writer.wrong, 120, programs.said)
    end.set()
    writer.join(60)

    assert writer.wrong == []
    assert "no room on the server" in html.unescape(said)
    texts = [text for (text,) in server.rows("SELECT text FROM projects_update")]
    assert sorted(text for text in texts if text.startswith("Writer")) == sorted(writer.kept)

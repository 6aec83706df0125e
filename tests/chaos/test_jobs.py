"""Workers killed at seeded points of background work: each piece is done once in the end, whole, and nothing half is left."""

import random
import time

import pytest
from django.utils import timezone

from knowledge.models import Attachment
from projects import actions
from projects.models import Compendium, CompendiumVolume, Export, ImportBatch, Project
from pvehub.files import passing
from pvehub.jobs import later
from pvehub.jobs.models import Job
from tests import make
from tests.machinery.amount import FULL
from tests.machinery.workers import until

SEEDS = range(20) if FULL else range(1)
ROWS = 40 if FULL else 15

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(300)]


def hurry():
    """What a dead worker had claimed is free in a quarter of an hour; here at once."""
    Job.objects.filter(state="running").update(locked_until=timezone.now())
    Job.objects.filter(state="queued").update(not_before=None)


def asked_for(officer):
    """One piece of background work of each sort."""
    text = "ProjectID,ProjectTitle,ProjectLocation\n" + "".join(f"ID-{n},Markets {n},Uganda\n" for n in range(ROWS))
    with_files = make.resource(author=officer, files=(("report.pdf", "What the traders said", 0),))
    attachment = with_files.attachments.get()
    Attachment.objects.update(text=None)
    later("knowledge.tasks.extract_text", attachment.pk, key=f"knowledge.extract:{attachment.pk}")
    project = make.complete_project(manager=officer, tier=0)
    batch = make.listed(text, officer, make.office("UG"))
    actions.ask_for("apply_list", batch, by=officer, label="Applying a list")
    actions.ask_export(by=officer, query="", format="xlsx", parts="facts")
    make.compendium(officer, [project], written=False)
    return with_files, batch


@pytest.mark.parametrize("seed", SEEDS)
def test_work_whose_worker_was_killed_is_done_once_and_whole(workers, seed, transactional_db, tmp_path, settings):
    chance = random.Random(seed)
    settings.FILES_ROOT = tmp_path / "files"
    workers.environment["FILES_ROOT"] = str(settings.FILES_ROOT)
    make.reference()
    officer = make.officer("UG")
    with_files, batch = asked_for(officer)
    owed = set(Job.objects.values_list("name", flat=True))
    assert {name.rpartition(".")[2] for name in owed} >= {
        "extract_text",
        "apply_list",
        "make_export",
        "write_compendium",
    }

    for _ in range(3):
        beat = workers.start("beat")
        until(lambda: Job.objects.filter(state="running").exists() or not Job.objects.open().exists(), 60, workers.said)
        time.sleep(chance.uniform(0, 0.4))
        workers.kill(beat)
        hurry()
    workers.start("beat")
    until(lambda: hurry() or not Job.objects.open().exists(), 120, workers.said)

    assert set(Job.objects.values_list("name", "state")) == {(name, "done") for name in owed}, workers.said()
    assert Project.objects.filter(title__startswith="Markets").count() == ROWS
    assert ImportBatch.objects.get(pk=batch.pk).applied_at is not None
    assert "traders" in str(Attachment.objects.get(resource=with_files).text)
    assert Compendium.objects.get().written_at and CompendiumVolume.objects.count() == 1
    passing.drop_cut_off(timezone.now())
    assert [path.name for path in (settings.FILES_ROOT / ".passing").iterdir()] == [Export.objects.get().file]

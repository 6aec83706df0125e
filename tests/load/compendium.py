"""How long and in how much memory a compendium of 300 projects is written, and in how many queries a batch is read.

    python -m pytest -q -s tests/load/compendium.py

It is no part of the gate: times depend on the machine. What does not (queries) is held in tests/projects/test_compendia.py.
"""

import os
import resource
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import paper
from projects.compendium import binding
from projects.models import Compendium, Project
from projects.tasks import write_compendium
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
MANY = int(os.environ.get("PROJECTS", "300"))
LONG = "Traders, elders and young people of the market settle disputes together and report on it every month. " * 12


def peak() -> float:
    """The most memory this process has had until now, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart() -> float:
    """The most memory a process that wrote a volume has had, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


@pytest.fixture
def reader():
    offices = ("UG", "KE", "NE", "NG")
    managers = {code: make.officer(code) for code in offices}
    for number in range(MANY):
        code = offices[number % len(offices)]
        project = make.complete_project(
            office=code, manager=managers[code], title=f"Markets of district {number}", summary=LONG, status="endorsed"
        )
        project.answers.filter(field__in=["theory_of_change", "do_no_harm", "targeting", "exit"]).update(value=LONG)
        make.participation(project, f"Council {number % 40}")
    return make.reviewer()


def test_a_compendium_of_300_projects(reader):
    for what, form, is_redacted in (
        ("summary", "pdf", False),
        ("open", "pdf", False),
        ("whole", "pdf", False),
        ("whole", "pdf", True),
        ("whole", "html", False),
    ):
        row = make.compendium(
            reader, list(Project.objects.all()), written=False, what=what, form=form, is_redacted=is_redacted
        )
        before, start = peak(), time.perf_counter()
        with CaptureQueriesContext(connection) as seen:
            write_compendium(row.pk)
        took = time.perf_counter() - start
        row = Compendium.objects.get(pk=row.pk)
        volumes = [bytes(volume.content) for volume in row.volumes.order_by("number")]
        pages = [paper.pages(volume) for volume in volumes] if row.is_pdf else []
        batches = -(-MANY // binding.BATCH)
        print(
            f"\n{what} {form}{' redacted' if is_redacted else ''}: {len(row.parts)} projects, {took:.1f} s, "
            f"{row.size / 1024:.0f} KB, pages by volume {pages}, {len(seen) / batches:.1f} queries a batch of {binding.BATCH}, "
            f"peak {peak():.0f} MB ({peak() - before:+.0f}), of the writing process {apart():.0f} MB"
        )
        row.delete()

"""Taking projects out, and a portfolio with a canary in every text, for the tests of whatever goes out."""

import csv
import io
import zipfile

from django.utils import timezone

from projects import content
from projects.actions import values
from projects.exporting import telling
from projects.sections import FIELDS
from tests import make

URL = "/projects/export/"


def taken(client, format="csv", parts="facts", query="", **fields):
    """The bytes of an export."""
    response = client.post(URL + query, {"format": format, "parts": parts, **fields})
    assert response.status_code == 200, response.content.decode()[:2000]
    assert response["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)


def table(raw):
    """The rows of a CSV, as dictionaries by the names of the columns."""
    text = raw.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def words(raw):
    """All the text of an answer, the parts of a workbook unpacked."""
    if raw[:2] != b"PK":
        return raw.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def canaries():
    """A project in each state and tier, its words with a canary of its own; who may read which."""
    made = {}
    for status, tier in [("draft", 0), ("draft", 1), ("in_endorsement", 1), ("in_endorsement", 2), ("endorsed", 0)]:
        made[f"{status.replace('_', '')}{tier}"] = _with_canary(status, tier)
    for tier in (1, 2, 3):
        made[f"endorsed{tier}"] = _with_canary("endorsed", tier)
    return made


def _with_canary(status, tier):
    canary = f"canary{status.replace('_', '')}{tier}"
    texts = {name: f"{name} {canary}open" for name in ("title", "public_title", "summary", "classification_reason")}
    project = make.complete_project(status="draft", tier=tier, **texts)
    make.participation(project, f"Council {canary}team")
    for name, item in FIELDS.items():
        if item.kind in ("text", "longtext") and not item.column:
            side = "open" if telling.is_open(name) else "team"
            values.put(project, name, f"{name} {canary}{side}", by=project.manager)
    if status != "draft":
        project.status, project.submitted_once_at, project.open_sections = status, timezone.now(), []
        project.endorsed_content = content.frozen(project) if status == "endorsed" else None
        project.save()
    return project


ALL = ["draft0", "draft1", "inendorsement1", "inendorsement2", "endorsed0", "endorsed1", "endorsed2", "endorsed3"]
MAY = {  # identity -> (projects of which open words are read, projects of which the team's are read)
    "outsider": (["endorsed0"], []),
    "mission": (
        ["draft0", "inendorsement1", "inendorsement2", "endorsed0", "endorsed1", "endorsed2"],
        ["draft0", "inendorsement1", "inendorsement2", "endorsed0", "endorsed1", "endorsed2"],
    ),
    "region": (["inendorsement1", "endorsed0", "endorsed1"], ["inendorsement1", "endorsed0", "endorsed1"]),
    "reviewer": (
        ["inendorsement1", "inendorsement2", "endorsed0", "endorsed1", "endorsed2"],
        ["inendorsement1", "inendorsement2", "endorsed0", "endorsed1", "endorsed2"],
    ),
    "administrator": (["endorsed0", "endorsed1"], []),
}


def people():
    return {
        "outsider": make.outsider(),
        "mission": make.officer("UG"),
        "region": make.specialist("NBO"),
        "reviewer": make.reviewer(),
        "administrator": make.administrator(),
    }

"""Builders of lists that come in: read by the child process, uploaded, matched and checked by the real actions."""

import io
from typing import Any

from projects import actions, importing
from projects.models import ImportBatch, OtherProject
from pvehub.people.models import Office, User

from . import ground


def listed(
    text: str | bytes, by: User, office: Office | None = None, *, name: str = "list.csv", mapping: Any = None
) -> ImportBatch:
    """A list of this person, checked; `mapping` in the form of a mapping file, else as guessed."""
    content = text.encode() if isinstance(text, str) else text
    with importing.opened(io.BytesIO(content), name) as sheet:
        batch = actions.upload_batch(sheet, by=by, office=office)
    said = importing.Mapping.from_json(mapping or batch.mapping)
    batch = actions.map_batch(batch, said, by=by, office=office)
    return actions.check_batch(batch, by=by)


def applied(
    text: str | bytes, by: User, office: Office | None = None, *, name: str = "list.csv", mapping: Any = None
) -> ImportBatch:
    """The same, applied."""
    batch = listed(text, by, office, name=name, mapping=mapping)
    return actions.apply_batch(batch, by=by, seen=actions.seal(batch))


def other(**fields: Any) -> OtherProject:
    number = OtherProject.objects.count() + 1
    facts = {"external_id": f"OTHER-{number}", "title": f"Roads {number}", "source": "list.csv", "imported": {"a": 1}}
    return OtherProject.objects.create(**facts | fields)


def _batch(state: str, people: Any) -> ImportBatch:
    text = f"ProjectID,ProjectTitle,ProjectLocation\nID {people.canary},Title {people.canary},Uganda\n"
    return listed(text, people.own_mission, ground.office("UG"), name=f"{people.canary}.csv")


def _other(state: str, people: Any) -> OtherProject:
    return other(title="A road", organizations="Roads for all")


# What the matrix puts into each state: thing -> build(state, people).
THINGS: dict[str, Any] = {"import-batch": _batch, "other-project": _other}

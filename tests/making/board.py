"""Builders of what missions ask headquarters, and of what the oversight board counts."""

from types import SimpleNamespace
from typing import Any

from endorsement import actions
from endorsement.models import SupportRequest
from pvehub.people.models import User

from . import ground, projects

ASKED = {"subject": "Which districts?", "question": "Two districts or one, with this budget?"}


def support(project: Any = None, *, by: User | None = None, **fields: Any) -> SupportRequest:
    """A question to TRD about a draft of Uganda, asked by its manager."""
    project = project or projects.project()
    return actions.ask_headquarters(
        by=by or project.manager, project=project, office=project.lead_office, **{"kind": "trd"} | ASKED | fields
    )


def about_a_country(*, by: User | None = None, **fields: Any) -> SupportRequest:
    """A question of the mission in Uganda where there is no project yet."""
    office = ground.office("UG")
    by = by or ground.officer("UG")
    given = {"kind": "trd", "office": office, "country": office.country} | ASKED | fields
    return actions.ask_headquarters(by=by, **given)


def answered(request: SupportRequest, *, by: User | None = None, text: str = "One, and do it well.") -> SupportRequest:
    """Taken over and answered by a reviewer."""
    by = by or ground.reviewer()
    return actions.answer_question(actions.take_over(request, by=by), by=by, text=text)


def _matrix_support(state: str, cast: Any) -> SupportRequest:
    """On a draft that TRD does not read; the words of the question carry the canary, those of the project do not."""
    said = {"subject": f"Where {cast.canary}?", "question": f"In {cast.canary} or not?", "by": cast.author}
    if state == "country":
        return about_a_country(**said)
    made = support(projects.project(manager=cast.author), **said)
    return answered(made, text=f"There {cast.canary}.") if state == "answered" else made


THINGS = {
    "support": _matrix_support,
    # A list of the board by its name; it holds what each reader may read anyway.
    "oversight-list": lambda state, cast: SimpleNamespace(slug=state.replace("_", "-")),
}

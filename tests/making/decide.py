"""Builders for threads that suggest words, and for what the deciding seat has on its desk."""

from dataclasses import replace
from typing import Any

from endorsement import actions
from endorsement.models import Case, Comment
from endorsement.workflow import Status
from knowledge.models import Citation
from knowledge.workflow import Stance

from . import endorsement, knowledge

WORDS = "Traders and young people"


def suggestion(case: Case, **fields: Any) -> Comment:
    """The lead's comment on the summary with other words for the ones it quotes; answered it must be."""
    said = {"quoted": WORDS, "suggested_text": "Shopkeepers and apprentices", "text": "Name them as they do."}
    return endorsement.question(case, **said | fields).comments.get()


def suggested(case: Case, **fields: Any) -> Comment:
    """The same, and the case returned with its section open."""
    made = suggestion(case, **fields)
    actions.send_to_mission(case, by=endorsement.someone("lead"), sections=["overview"], due_on=endorsement.soon())
    return Comment.objects.select_related("thread__case__project").get(pk=made.pk)


def _matrix_suggestion(state: str, cast: Any) -> Comment:
    """Its own words carry the canary, those of the case around it do not."""
    made = endorsement._matrix_case("review", replace(cast, canary="of every day"))
    words = {"quoted": "", "text": f"Why {cast.canary}?", "suggested_text": f"Traders {cast.canary} meet."}
    return suggested(made, **words) if state == Status.RETURNED else suggestion(made, **words)


def _matrix_weighed(state: str, cast: Any) -> Citation:
    """A published resource everybody may read, weighed by the lead in words that carry the canary."""
    made = endorsement._matrix_case(state, replace(cast, canary="of every day"))
    lesson = knowledge.resource(title="Markets of every day")
    said = {"stance": Stance.APPLIES, "why": f"The same {cast.canary}."}
    return actions.cite(made, lesson, by=endorsement.someone("lead"), **said)


THINGS = {"suggestion": _matrix_suggestion, "weighed": _matrix_weighed}

"""Builders of the service clock and of conditions: a condition with the paper that shows it is met."""

from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from endorsement import actions
from endorsement.models import Condition

from .life import _matrix_life


def paper(name: str = "contract.txt", words: str = "Signed.") -> SimpleUploadedFile:
    """A text file as a browser sends it."""
    return SimpleUploadedFile(name, words.encode())


def _matrix_evidence(state: str, cast: Any) -> Condition:
    """Answered by its owner with a paper whose words carry the canary; those of the case around it do not."""
    case = _matrix_life("conditions", replace(cast, canary="of every day"))
    condition = case.decisions.get().conditions.get()
    said = {"answer": "Contract.", "upload": paper(words=f"Signed {cast.canary}.")}
    return actions.answer_condition(condition, by=cast.author, **said)


THINGS = {
    "evidence": _matrix_evidence,
}

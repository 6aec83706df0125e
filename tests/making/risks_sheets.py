"""Builders of sheets of risks."""

from dataclasses import replace
from typing import Any

from risks.models import Register, RegisterSheet
from risks.sheets.mapping import guess
from tests.making import risks as _risks


def register_sheet(register: Register, *, owner: Any = None, rows: Any = None) -> RegisterSheet:
    """A sheet from elsewhere with one risk, brought in by who opened the register."""
    header = ["Risk", "Likelihood", "Impact"]
    return RegisterSheet.objects.create(
        register=register,
        owner=owner or register.opened_by,
        name="theirs.csv",
        header=header,
        rows=rows or [[2, ["Floods cut the road", "H", "L/M"]]],
        mapping=guess(header, language="en").to_json(),
    )


def _matrix_register_sheet(state: str, cast: Any) -> RegisterSheet:
    """The sheet alone carries the canary: the register it was brought to is read by more people than its owner."""
    register = _risks.THINGS["register"](state, replace(cast, canary="of every day"))
    return register_sheet(register, rows=[[2, [cast.canary, "H", "M"]]])


THINGS = {"register_sheet": _matrix_register_sheet}

"""Builders of the method: a draft of the next version, a next version in force, a risk of the library."""

import copy
from itertools import count
from typing import Any

from risks import actions, versions
from risks.models import Category, LibraryRisk, MatrixVersion

_numbers = count(900)


def risk_draft(**parts: Any) -> MatrixVersion:
    """A draft of the next version; `cells` as {(likelihood, impact): band} is what differs, likewise `appetites`."""
    from tests import make

    method, by = make.risk_method(), make.risk_officer()
    cells = copy.deepcopy(method.cells)
    for (likelihood, impact), band in parts.pop("cells", {}).items():
        cells[likelihood - 1][impact - 1] = band
    draft = MatrixVersion.objects.filter(state="draft").first() or actions.draft_matrix(by=by)
    appetites = {**draft.appetites, **parts.pop("appetites", {})}
    return actions.change_draft(draft, by=by, cells=cells, appetites=appetites, **parts)


def next_method(**parts: Any) -> MatrixVersion:
    """The next version, activated."""
    from tests import make

    draft = risk_draft(**parts)
    return actions.activate(draft, by=make.risk_officer(), seen=versions.sha256(draft), why="Two years of experience.")


def library_risk(category: str = "CAP", **fields: Any) -> LibraryRisk:
    """A risk of the library in English."""
    from tests import make

    make.risk_method()
    words = {"cause": "Staff rotate", "event": "what was learnt leaves", "consequence": "mistakes come back"}
    ways = [{"text": "Hand over in writing", "works": "prevent"}, {"text": "Ask who left", "works": "contain"}]
    place = {"code": f"{category}-{next(_numbers)}", "category": Category.objects.get(code=category)}
    return LibraryRisk.objects.create(**(place | words | {"mitigations": ways} | fields))


class _Version:
    """A version as its addresses name it, with the one before and a part of its draft."""

    def __init__(self, matrix: MatrixVersion) -> None:
        self.number, self.other, self.part = matrix.number, matrix.number - 1, "cells"


def _version(state: str, cast: Any) -> _Version:
    """`first`: version 1 alone; `second`: followed by another; `draft`: another is being written."""
    from tests import make

    make.risk_method()
    return _Version({"first": make.risk_method, "second": next_method, "draft": risk_draft}[state]())


THINGS = {
    "method": _version,
    "library-risk": lambda state, cast: library_risk(cause=cast.canary),
}

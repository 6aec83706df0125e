"""The verdict on a row: against the register as this person reads it, and what stood there when the sheet was taken out."""

from typing import Any

from django.utils.translation import gettext as _

from pvehub.people.models import User
from risks import permissions, scales
from risks.models import Category, MatrixVersion, Register, Risk
from risks.scoring import Dimension
from risks.workflow import MatrixState

from . import telling
from .cells import Vocabulary, named
from .columns import RATING, label
from .rows import Row, Verdict
from .telling import RATED


class Planner:
    """The register as this person reads it, and the words a sheet may use; read once."""

    def __init__(self, register: Register, user: User) -> None:
        self.register, self.user = register, user
        people = permissions.people_of(register)
        matrix = MatrixVersion.objects.filter(state=MatrixState.ACTIVE).first()
        self.words = Vocabulary(Category.objects.all(), people, scales.of(matrix.scales if matrix else {}))
        risks = list(telling.risks(user, register))
        self.risks = {risk.ref: risk for risk in risks}
        self.by_text = {_statement(telling.stated(risk)): risk for risk in risks if risk.is_live}
        self.seen: dict[Any, int] = {}
        self.categories = {code: category.name for code, category in self.words.by_code.items()}

    def judge_new(self, row: Row) -> None:
        """A new risk, unless one says the very same already, here or further up in the sheet."""
        text = _statement(row.said)
        if twin := self.by_text.get(text):
            row.verdict, row.ref = Verdict.UNCHANGED, twin.ref
            row.notes.append(_("It stands here already as %(ref)s.") % {"ref": twin.ref})
        elif text in self.seen:
            row.verdict = Verdict.UNCHANGED
            row.notes.append(_("The same as row %(n)s.") % {"n": self.seen[text]})
        else:
            self.seen[text] = row.number
            row.verdict = Verdict.NEW
            self._tell_new(row)

    def _tell_new(self, row: Row) -> None:
        """What a new risk would have beside its words: category, strategy, the rating that holds now."""
        for name in ("category", "strategy"):
            if row.said[name]:
                row.changes.append((label(name), "", named(name, row.said[name], self.categories)))
        if rated := row.stated.said:
            highest = max(rated[f"current_{name}"] for name in Dimension.values)
            row.changes.append((label("current_likelihood"), "", rated["current_likelihood"]))
            row.changes.append((label("current_impact"), "", highest))

    def judge_known(self, row: Row, risk: Risk, version: str) -> None:
        """Unchanged, changed or in conflict, by what the sheet changed and what was changed here since."""
        code, before, rating = self.register.code, telling.stated(risk), telling.rated(risk)
        now = telling.marks(code, risk.ref, before, rating)
        sheet = telling.marks(code, risk.ref, row.said, row.stated.said)
        parts = version.split(".")
        base = dict(zip(now, parts, strict=True)) if len(parts) == len(now) else None
        differs = [name for name in now if sheet[name] != now[name]]
        row.fields = [name for name in differs if base is None or sheet[name] != base[name]]
        row.moved = [] if base is None else [name for name in now if base[name] != now[name]]
        row.verdict = Verdict.UNCHANGED
        if not differs:
            return
        if not row.fields:
            row.notes.append(_("It was changed here since; the sheet says nothing new."))
            return
        row.verdict = Verdict.CONFLICT if row.moved or base is None else Verdict.CHANGED
        if base is None:
            row.notes.append(_("The column “version” is missing: whether somebody changed it since cannot be told."))
        self._tell(row, before, rating)

    def _tell(self, row: Row, before: dict[str, str], rating: dict[str, str]) -> None:
        """Field by field, what stands here and what the sheet says."""
        for name in row.fields:
            pairs = [(name, before[name], row.said[name])] if name != RATED else []
            if name == RATED:
                pairs = [(each, rating.get(each, ""), row.stated.said.get(each, "")) for each in RATING]
            for each, old, new in pairs:
                if old != new:
                    was, will = (named(each, text, self.categories) for text in (old, new))
                    row.changes.append((label(each), was, will))
        row.moved = [str(_("Rating")) if name == RATED else label(name) for name in row.moved]


def _statement(said: dict[str, str]) -> tuple[str, ...]:
    return tuple(" ".join(said[name].casefold().split()) for name in ("cause", "event", "consequence"))

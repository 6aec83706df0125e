"""What a row says, and what is wrong with it: one sentence for each problem, with the column it stands in."""

from collections.abc import Mapping as Cells
from datetime import date

from django.utils.translation import gettext as _

from projects.importing.cells import day
from risks import permissions
from risks.models import Risk
from risks.workflow import RiskState, Visibility

from . import rating, telling
from .cells import flag
from .columns import STATEMENT, label
from .judging import Planner
from .mapping import Mapping
from .rows import Row, Verdict
from .telling import RATED

LONGEST = 5000  # signs of a text, as on the forms
WORDS = ("cause", "event", "consequence", "shared_with")
_NEVER_EMPTY = ("category", "is_direct", "visibility")  # an empty cell leaves what stands there
WIDTH = {Visibility.RESTRICTED: 0, Visibility.TEAM: 1, Visibility.OFFICE: 2}


def own(planner: Planner, row: Row, told: Cells[str, str]) -> None:
    """A row of one of our own sheets: a risk by its ref, or a new one where there is none."""
    row.ref, row.title = told.get("ref", "")[:20], told.get("event", "")
    if (code := told.get("register", "")) not in ("", planner.register.code):
        row.refuse("register", _("This row belongs to the register %(code)s.") % {"code": code[:40]})
        return
    risk = planner.risks.get(row.ref) if row.ref else None
    if row.ref and risk is None:
        row.verdict = Verdict.UNSEEN
        row.problems.append(("ref", _("This register has no risk %(ref)s that you read.") % {"ref": row.ref}))
        return
    if row.ref in planner.seen:
        row.refuse("ref", _("%(ref)s stands in row %(n)s already.") % {"ref": row.ref, "n": planner.seen[row.ref]})
        return
    before = telling.stated(risk) if risk else None
    _say(planner, row, told, before)
    row.stated = rating.own(told, telling.rated(risk) if risk else {}, planner.words)
    row.language = told.get("language", "")
    if risk:
        planner.seen[row.ref] = row.number
        row.risk = risk
        _known(planner, row, risk, told)
    else:
        _new(planner, row)


def foreign(planner: Planner, row: Row, told: Cells[str, str], mapping: Mapping) -> None:
    """A row of a sheet from elsewhere is a new risk; refs of others are not ours."""
    row.title = told.get("event", "") or told.get("cause", "")
    category = planner.words.category(told.get("category", "")) or mapping.category
    if told.get("category") and not planner.words.category(told["category"]):
        row.kept.append(_("%(column)s “%(word)s”") % {"column": label("category"), "word": told["category"][:80]})
    _say(planner, row, {**told, "category": category}, None, is_strict=False)
    row.stated = rating.foreign(told, mapping.dimension, planner.words)
    row.language = mapping.language
    _measure(row, told)
    _new(planner, row)


def _say(
    planner: Planner, row: Row, told: Cells[str, str], before: Cells[str, str] | None, *, is_strict: bool = True
) -> None:
    """The statement as the row says it; a column that is left out leaves what stands there."""
    blank = {"visibility": Visibility.OFFICE.value, "is_direct": "0"}
    row.said = {name: (before or blank).get(name, "") for name in STATEMENT}
    row.said |= {name: told[name] for name in WORDS if name in told}
    for name in WORDS:
        if len(row.said[name]) > LONGEST:
            row.refuse(name, _("More than %(n)s characters.") % {"n": LONGEST})
    for name in ("category", "owner", "strategy", "is_direct", "visibility"):
        if told.get(name, row.said[name]) == row.said[name] or (name in _NEVER_EMPTY and not told[name]):
            continue
        value = _value(planner, name, told[name])
        if value is not None:
            row.said[name] = value
        elif is_strict:
            row.refuse(name, _reason(name, told[name]))
        else:
            row.kept.append(_("%(column)s “%(word)s”") % {"column": label(name), "word": told[name][:80]})
    if not row.said["category"] and not row.problems:
        row.refuse("category", _("The row names no category of ours."))
        if not is_strict:
            row.notes.append(_("Choose a category for such rows under “Columns”."))


def _value(planner: Planner, name: str, text: str) -> str | None:
    """The code of a cell; None where it means nothing here."""
    if not text:
        return ""
    if name == "category":
        return planner.words.category(text) or None
    if name == "owner":
        person = planner.words.person(text)
        return person.email if person else None
    return flag(text) if name == "is_direct" else planner.words.choice(name, text)


def _reason(name: str, text: str) -> str:
    said = {"word": text[:80]}
    if name == "owner":
        return _("“%(word)s” is nobody of the team or the offices of this register.") % said
    return _("“%(word)s” is no value of this column.") % said


def _measure(row: Row, told: Cells[str, str]) -> None:
    """A measure needs the day it is due; without one its words are kept in the history of the risk."""
    text = told.get("measure", "")[:LONGEST]
    if not text:
        return
    due: date | None
    try:
        due = day(told.get("measure_due", ""))
    except ValueError:
        due = None
    if due:
        row.measure = (text, due)
        return
    row.kept.append(_("What is done about it: %(text)s") % {"text": text})
    row.notes.append(_("What is done about it has no day it is due: its words are kept in the history of the risk."))


def _new(planner: Planner, row: Row) -> None:
    row.notes += row.stated.notes
    if not any(row.said[name] for name in ("cause", "event", "consequence")) and not row.problems:
        row.refuse("event", _("The row says neither cause, event nor consequence."))
    if not row.problems:
        planner.judge_new(row)


def _known(planner: Planner, row: Row, risk: Risk, told: Cells[str, str]) -> None:
    """A risk that is there: what may not be done to it by a sheet is refused."""
    if not row.problems:
        planner.judge_known(row, risk, told.get("version", ""))
    if told.get("state", risk.state) != risk.state:
        row.notes.append(_("A sheet changes no state: close and reopen a risk on its own page."))
    for reading in row.stated.readings:
        if not reading.is_read:
            row.refuse(reading.column, _("“%(word)s” is not understood.") % {"word": reading.word})
    if not row.fields or row.verdict not in (Verdict.CHANGED, Verdict.CONFLICT):
        return
    if risk.state == RiskState.CLOSED:
        row.refuse("ref", permissions.why_not_edit_risk(planner.user, risk) or "")
    if WIDTH[Visibility(row.said["visibility"])] > WIDTH[Visibility(risk.visibility)]:
        row.refuse("visibility", _("A sheet opens a risk to nobody who does not read it now."))
    complete = all(row.said[name] for name in ("cause", "event", "consequence", "owner"))
    if risk.state != RiskState.DRAFT and not complete:
        row.refuse("event", _("An open risk has a cause, an event, a consequence and an owner."))
    if RATED in row.fields and not row.stated.said:
        row.refuse(
            "current_likelihood", _("A rating is changed by a whole one: each position with likelihood and impact.")
        )

"""Frozen registers as this person may read them, and how a register differs from one. Rendered from the snapshot alone.

Who reads a risk is asked today, of the risk as it is and as it was then: the stricter of the two counts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pvehub.people.models import User
from pvehub.ui.components import words_between
from risks import content, permissions, scoring
from risks.models import Category, Register, RegisterSnapshot, Risk
from risks.workflow import POSITIONS, Lowers, RiskState, ScreeningAnswer, Strategy, Visibility

Pieces = list[tuple[str, str]]


class Eyes:
    """What one person may read of the risks of one register, by ref."""

    def __init__(self, user: User, register: Register) -> None:
        risks = Risk.objects.filter(register=register)
        self._now = set(risks.visible_to(user).values_list("ref", flat=True))
        strict = (Visibility.TEAM, Visibility.RESTRICTED)
        self._as = {level: set(risks.visible_as(user, level).values_list("ref", flat=True)) for level in strict}

    def read(self, *rows: dict[str, Any] | None) -> bool:
        """Whether all of these states of a risk may be shown."""
        return all(self._reads(row) for row in rows if row is not None)

    def _reads(self, row: dict[str, Any]) -> bool:
        then = self._as.get(Visibility(row["visibility"]))
        return row["ref"] in self._now and (then is None or row["ref"] in then)


@dataclass
class Names:
    """Categories by code and people by uid, in two queries."""

    categories: dict[str, str]
    people: dict[str, str]

    @classmethod
    def of(cls, *contents: dict[str, Any]) -> "Names":
        risks = [row for one in contents for row in one["risks"]]
        uids = {row["owner"] for row in risks} | {t["owner"] for row in risks for t in row["treatments"]}
        people = User.objects.filter(uid__in=[uid for uid in uids if uid])
        return cls(
            {category.code: category.name for category in Category.objects.all()},
            {str(person.uid): str(person) for person in people},
        )

    def measure(self, row: dict[str, Any]) -> str:
        due = parse_date(row["due_on"])
        said = {
            "what": row["text"],
            "lowers": Lowers(row["lowers"]).label,
            "who": self.people.get(row["owner"], "–"),
            "on": date_format(due, "SHORT_DATE_FORMAT") if due else "–",
        }
        return _("%(what)s (lowers: %(lowers)s; %(who)s, until %(on)s)") % said


def rating(assessment: dict[str, Any] | None, position: str) -> str:
    """A position in words: 4 × 3, High."""
    if assessment is None:
        return ""
    at = assessment[position]
    return f"{at['likelihood']} × {at['impact']}, {scoring.Band(at['band']).label}"


def rows(snapshot: RegisterSnapshot, user: User) -> list[dict[str, Any]]:
    """The risks of a snapshot for its page; of those this person may not read the ref, and the band where it is public."""
    eyes, names = Eyes(user, snapshot.register), Names.of(snapshot.content)
    bands = {row["ref"]: row["band"] for row in snapshot.public_content["risks"] if "band" in row}
    found = []
    for row in snapshot.content["risks"]:
        if not eyes.read(row):
            found.append({"ref": row["ref"], "is_hidden": True, "band": bands.get(row["ref"], "")})
            continue
        rated = row["assessment"]
        found.append(
            {
                **{name: row[name] for name in ("ref", "cause", "event", "consequence", "language", "shared_with")},
                "band": rated["current"]["band"] if rated else "",
                "category": names.categories.get(row["category"], row["category"]),
                "state": RiskState(row["state"]).label,
                "strategy": Strategy(row["strategy"]).label if row["strategy"] else "",
                "owner": names.people.get(row["owner"], ""),
                "is_restricted": row["visibility"] == Visibility.RESTRICTED,
                "ratings": [(label, rating(rated, name)) for name, label in POSITIONS.items() if rated],
                "rationale": rated["rationale"] if rated else "",
                "measures": [names.measure(t) for t in row["treatments"]],
            }
        )
    return found


def screenings(snapshot: RegisterSnapshot) -> list[dict[str, str]]:
    """The answers to the categories as they stood."""
    names = {category.code: category.name for category in Category.objects.all()}
    return [
        {
            "code": row["category"],
            "name": names.get(row["category"], ""),
            "answer": str(ScreeningAnswer(row["answer"]).label),
            "because": row["because"],
        }
        for row in snapshot.content["screenings"]
    ]


@dataclass
class Change:
    """One risk or category that is no longer as it was: facts as (label, before, after), texts as (label, pieces)."""

    name: str
    kind: str  # added, removed, changed; hidden where this person may not read what
    anchor: str = ""
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    texts: list[tuple[str, Pieces]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """How it changed, in a word."""
        return {
            "added": pgettext("difference", "new"),
            "removed": pgettext("difference", "gone"),
            "changed": pgettext("difference", "changed"),
            "hidden": pgettext("difference", "changed; you may not read it"),
        }[self.kind]


def changes(snapshot: RegisterSnapshot, now: dict[str, Any], user: User) -> list[Change]:
    """How the register differs from the snapshot in what is judged: risks first, then answers."""
    then, eyes, names = snapshot.content, Eyes(user, snapshot.register), Names.of(snapshot.content, now)
    names_of = set(content.differs(then, now))
    return [
        *_compared(then, now, "risks", "ref", names_of, lambda b, a: _risk(b, a, names, eyes)),
        *_compared(then, now, "screenings", "category", names_of, lambda b, a: _screening(b, a, names)),
    ]


Row = dict[str, Any] | None


def _compared(
    then: dict[str, Any],
    now: dict[str, Any],
    part: str,
    key: str,
    changed: set[str],
    tell: Callable[[Row, Row], Change],
) -> list[Change]:
    before, after = ({row[key]: row for row in side[part]} for side in (then, now))
    return [
        tell(before.get(name), after.get(name))
        for name in [*before, *(n for n in after if n not in before)]
        if name in changed
    ]


def _kind(before: Row, after: Row) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def _screening(before: Row, after: Row, names: Names) -> Change:
    row = after or before or {}
    said = Change(names.categories.get(row["category"], row["category"]), _kind(before, after), row["category"])
    answers = [str(ScreeningAnswer(side["answer"]).label) if side else "" for side in (before, after)]
    if answers[0] != answers[1]:
        said.facts.append((_("Answer"), answers[0], answers[1]))
    _text(said, _("Why it does not apply"), before, after, lambda side: side["because"])
    return said


def _risk(before: Row, after: Row, names: Names, eyes: Eyes) -> Change:
    row = after or before or {}
    if not eyes.read(before, after):
        return Change(row["ref"], "hidden", row["ref"])
    said = Change(row["ref"], _kind(before, after), row["ref"])
    for label, read in _facts(names):
        sides = [str(read(side)) if side else "" for side in (before, after)]
        if sides[0] != sides[1]:
            said.facts.append((str(label), sides[0] or "–", sides[1] or "–"))
    for label, read in _texts(names):
        _text(said, str(label), before, after, read)
    return said


def _text(said: Change, label: str, before: Row, after: Row, read: Callable[[dict[str, Any]], str]) -> None:
    sides = [read(side) if side else "" for side in (before, after)]
    if sides[0] != sides[1]:
        said.texts.append((label, words_between(*sides)))


def _facts(names: Names) -> list[tuple[Any, Callable[[dict[str, Any]], Any]]]:
    positions = [
        (label, lambda row, position=position: rating(row["assessment"], position))
        for position, label in POSITIONS.items()
    ]
    return [
        *positions,
        (
            _("Confidence"),
            lambda row: scoring.Confidence(row["assessment"]["confidence"]).label if row["assessment"] else "",
        ),
        (_("State"), lambda row: RiskState(row["state"]).label),
        (_("Category"), lambda row: names.categories.get(row["category"], row["category"])),
        (_("Strategy"), lambda row: Strategy(row["strategy"]).label if row["strategy"] else ""),
        (_("Direct red line"), lambda row: _("yes") if row["is_direct"] else _("no")),
        (_("Owner"), lambda row: names.people.get(row["owner"], "")),
        (_("Who reads it"), lambda row: Visibility(row["visibility"]).label),
    ]


def _texts(names: Names) -> list[tuple[Any, Callable[[dict[str, Any]], str]]]:
    return [
        (_("Cause"), lambda row: row["cause"]),
        (_("Event"), lambda row: row["event"]),
        (_("Consequence"), lambda row: row["consequence"]),
        (_("Shared with"), lambda row: row["shared_with"]),
        (_("Why these ratings"), lambda row: row["assessment"]["rationale"] if row["assessment"] else ""),
        (_("Measures"), lambda row: "\n".join(names.measure(t) for t in row["treatments"])),
    ]


def seal_of(risk: Risk, snapshot: RegisterSnapshot) -> str:
    """The seal of one risk as it is now."""
    row = next(one for one in content.of(snapshot.register)["risks"] if one["ref"] == risk.ref)
    return content.risk_seal(row, snapshot.content)


def to_countersign(snapshot: RegisterSnapshot, user: User) -> list[dict[str, Any]]:
    """The restricted risks at High or worse that this person may read: who countersigned each, and why they may not."""
    risks = Risk.objects.filter(register=snapshot.register, visibility=Visibility.RESTRICTED).live().visible_to(user)
    rows = [
        risk
        for risk in risks.with_rating().order_by("number")
        if risk.assessment and scoring.band_order(risk.assessment.current_band) >= scoring.band_order(scoring.Band.HIGH)
    ]
    signed: dict[int, list[Any]] = {}
    for one in snapshot.countersigns.filter(risk__in=rows).select_related("by").order_by("at", "pk"):
        signed.setdefault(one.risk_id, []).append(one)
    return [
        {
            "risk": risk,
            "signed": signed.get(risk.pk, []),
            "why_not": permissions.why_not_countersign(user, risk, snapshot),
        }
        for risk in rows
    ]

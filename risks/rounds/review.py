"""The review round: what each row shows, what was answered in it, and what became of the answer."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pvehub.access import Moved, Refused, Unmet
from pvehub.audit.models import Event
from pvehub.people.models import User
from pvehub.ui.paging import Page, page_of
from risks import actions, permissions, scales, scoring
from risks.covering import today_of
from risks.models import MatrixVersion, Register, Risk
from risks.querysets import RiskQuerySet
from risks.workflow import MatrixState, RoundAnswer

ROWS = 40  # on one page, which stays under 60 KB
# The name of a field in the form is one letter and the row's number: on a bad line every byte counts forty times.
ANSWER, SEEN, WHY, SURE, LIKELIHOOD, DROP = "a", "s", "w", "c", "l", "x"
IMPACTS = dict(zip(scoring.Dimension, "pgtem", strict=True))


@dataclass
class Row:
    """One risk of the round with what the person typed for it, or how it was last rated."""

    risk: Risk
    seen: int
    given: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    def value(self, letter: str, otherwise: Any = "") -> Any:
        return self.given.get(letter, otherwise)

    @property
    def answer(self) -> str:
        return str(self.value(ANSWER))

    @property
    def drops(self) -> bool:
        return bool(self.value(DROP))

    @property
    def why(self) -> str:
        return str(self.value(WHY))

    @property
    def sure(self) -> str:
        return str(self.value(SURE, self.risk.assessment.confidence if self.risk.assessment else ""))

    @property
    def numbers(self) -> list[tuple[str, Any, Any]]:
        """Letter, label and number of likelihood and of the five impacts: as typed, else as last rated."""
        last = self.risk.assessment
        detail = last.current_detail if last else {}
        rows = [(LIKELIHOOD, _("Likelihood"), last.current_likelihood if last else "")]
        rows += [(letter, name.label, detail.get(name, "")) for name, letter in IMPACTS.items()]
        return [(letter, label, self.value(letter, number)) for letter, label, number in rows]


@dataclass
class Outcome:
    """What a sent round came to: how many rows were saved, and those that were not, with their words."""

    saved: int = 0
    failed: dict[int, tuple[dict[str, str], str]] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        if not self.saved and not self.failed:
            return _("Nothing was chosen, so nothing was saved.")
        return ngettext("%(n)d risk saved.", "%(n)d risks saved.", self.saved) % {"n": self.saved}


def of_register(register: Register, user: User) -> RiskQuerySet:
    """The live risks of a register that this person may read and may review: all for who works on it, else their own."""
    rows: RiskQuerySet = register.risks.visible_to(user).live()
    return rows if permissions.works_on(user, register) else rows.owned_by(user)


def is_all(request: HttpRequest) -> bool:
    """Whether the risks that are not due are asked for too."""
    return request.GET.get("all") == "1"


def chosen(risks: RiskQuerySet, request: HttpRequest, register: Register) -> RiskQuerySet:
    """Those that are due, or all of them where the url asks for all; the longest overdue first."""
    return (risks if is_all(request) else risks.due(today_of(register))).by_review()


def answered(request: HttpRequest, risks: RiskQuerySet) -> Outcome:
    """Save what was answered, each row in its own transaction; a row that fails keeps its words and says why.

    Rows that are not this person's to review are not there. The same form sent twice is saved once.
    """
    outcome, once = Outcome(), _key(request.POST.get("once", ""))
    for risk in risks.filter(pk__in=_rows_of(request.POST)).order_by("register", "number"):
        given = _given(request.POST, risk.pk)
        try:
            outcome.saved += actions.answer_review(
                risk,
                given[ANSWER],
                seen=int(given[SEEN]) if given[SEEN].isascii() and given[SEEN].isdigit() else -1,
                key=uuid.uuid5(once, str(risk.pk)),
                by=cast(User, request.user),
                why=given[WHY],
                current=_rating(given),
                confidence=given[SURE] if given[SURE] in scoring.Confidence.values else "",
                drops_measures=bool(given[DROP]),
            )
        except (Moved, Refused) as no:
            outcome.failed[risk.pk] = given, no.sentence
        except Unmet as unmet:
            outcome.failed[risk.pk] = given, " ".join(blocker.sentence for blocker in unmet.blockers)
    return outcome


def _key(sent: str) -> uuid.UUID:
    try:
        return uuid.UUID(sent)
    except ValueError:
        return uuid.uuid4()


def _rows_of(post: Mapping[str, str]) -> list[int]:
    """The rows in which an answer was chosen."""
    pks = (name[1:] for name, answer in post.items() if name[:1] == ANSWER and answer in RoundAnswer.values)
    return [int(pk) for pk in pks if pk.isascii() and pk.isdigit() and len(pk) < 10]


def _given(post: Mapping[str, str], pk: int) -> dict[str, str]:
    letters = (ANSWER, SEEN, WHY, SURE, DROP, LIKELIHOOD, *IMPACTS.values())
    return {letter: post.get(f"{letter}{pk}", "").replace("\x00", "")[:5000] for letter in letters}


def _rating(given: Mapping[str, str]) -> scoring.Rating | None:
    """The rating as typed; None where a number is missing or off the scale."""
    typed = {name: given[letter].strip() for name, letter in IMPACTS.items() if given[letter].strip()}
    if given[LIKELIHOOD].strip() not in _STEPS or not typed or not set(typed.values()) <= _STEPS:
        return None
    return scoring.Rating(int(given[LIKELIHOOD]), {str(name): int(n) for name, n in typed.items()})


_STEPS = {"1", "2", "3", "4", "5"}


def page(request: HttpRequest, risks: RiskQuerySet, readable: RiskQuerySet, outcome: Outcome) -> dict[str, Any]:
    """The rows to show: first those that were not saved, whatever became of them, then what the list still has."""
    found: Page = page_of(risks.exclude(pk__in=outcome.failed).for_round(), request, size=ROWS)
    failed = list(readable.filter(pk__in=outcome.failed).for_round().order_by("register", "number"))
    active = MatrixVersion.objects.filter(state=MatrixState.ACTIVE).first()  # none before the method is loaded
    words = scales.of(active.scales if active else {})
    seen = _events([*failed, *found.rows])
    rows = [Row(risk, seen.get(risk.pk, 0), *outcome.failed[risk.pk]) for risk in failed]
    rows += [Row(risk, seen.get(risk.pk, 0)) for risk in found.rows]
    return {
        "page": found,
        "rows": rows,
        "outcome": outcome,
        "is_all": is_all(request),
        "answers": RoundAnswer.choices,
        "sure": scoring.Confidence.choices,
        "likelihoods": [(n, name, words.chances[n]) for n, name in words.likelihoods.items()],
        "impacts": list(words.impacts.items()),
    }


def _events(risks: Iterable[Risk]) -> dict[int, int]:
    """The number of the latest event of each of these risks; one query."""
    rows = Event.objects.filter(kind=Risk._meta.label_lower, thing_id__in=[risk.pk for risk in risks])
    return dict(rows.order_by().values_list("thing_id").annotate(Max("seq")))

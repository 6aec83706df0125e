"""The risk method as pure functions: band, required level, intervals.

Nothing here reads a database or a clock. Words follow ISO 31000. A matrix is a ranking aid: its
cells are explicit, nothing is averaged, and an impact is the highest of its dimensions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Band(TextChoices):
    """How bad a rating is: the word a cell of the matrix carries."""

    LOW = "low", pgettext_lazy("risk band", "Low")
    MEDIUM = "medium", pgettext_lazy("risk band", "Medium")
    HIGH = "high", pgettext_lazy("risk band", "High")
    VERY_HIGH = "very_high", pgettext_lazy("risk band", "Very high")
    EXTREME = "extreme", pgettext_lazy("risk band", "Extreme")


class Level(TextChoices):
    """Which row of the assumption rules decides: the band's own, lifted where the rule says so."""

    LOW = "low", pgettext_lazy("risk level", "Low")
    MEDIUM = "medium", pgettext_lazy("risk level", "Medium")
    HIGH = "high", pgettext_lazy("risk level", "High")
    VERY_HIGH = "very_high", pgettext_lazy("risk level", "Very high")
    EXTREME = "extreme", pgettext_lazy("risk level", "Extreme")
    GRAVEST = "gravest", pgettext_lazy("risk level", "Extreme, lives or the whole at stake")
    NOBODY = "nobody", pgettext_lazy("risk level", "Red line: nobody may accept it")


class Appetite(TextChoices):
    """How much of a category the organization is ready to carry."""

    AVERSE = "averse", _("Averse")
    CAUTIOUS = "cautious", _("Cautious")
    OPEN = "open", _("Open to manage")
    RED_LINE = "red_line", _("Red line")


class Confidence(TextChoices):
    """How sure the assessors are of a rating."""

    LOW = "low", pgettext_lazy("confidence", "Low")
    MEDIUM = "medium", pgettext_lazy("confidence", "Medium")
    HIGH = "high", pgettext_lazy("confidence", "High")


class Dimension(TextChoices):
    """What an impact falls on; each is rated on its own, the risk takes the highest."""

    PEOPLE = "people", _("People")
    PROGRAMME = "programme", _("Programme")
    TRUST = "trust", _("Trust and neutrality")
    LEGAL = "legal", _("Legal")
    MONEY = "money", _("Money")


LIKELIHOODS = {
    1: (_("Remote"), _("under 5 %")),
    2: (_("Unlikely"), _("5–20 %")),
    3: (_("Possible"), _("20–50 %: happened here in three years, or first signs")),
    4: (_("Likely"), _("50–80 %")),
    5: (_("Almost certain"), _("over 80 %")),
}

IMPACTS = {
    1: pgettext_lazy("impact", "Minor"),
    2: pgettext_lazy("impact", "Limited"),
    3: pgettext_lazy("impact", "Serious"),
    4: pgettext_lazy("impact", "Major"),
    5: pgettext_lazy("impact", "Critical"),
}

IMPACT_MEANS = {
    Dimension.PEOPLE: (
        _("discomfort"),
        _("distress, minor injury"),
        _("injury, threat, lost livelihood of some"),
        _("grave injury, detention, forced move"),
        _("death, torture, many hunted"),
    ),
    Dimension.PROGRAMME: (
        _("delay under 2 weeks"),
        _("one activity missed"),
        _("one output missed"),
        _("outcome missed, suspended over 1 month"),
        _("project ended"),
    ),
    Dimension.TRUST: (
        _("local grumbling"),
        _("critical local coverage"),
        _("national coverage, partner doubts"),
        _("access lost in a region"),
        _("access lost in the country, mandate questioned"),
    ),
    Dimension.LEGAL: (
        _("question asked"),
        _("written query"),
        _("formal inquiry"),
        _("proceedings, agreement breached"),
        _("prosecution, sanctions breach"),
    ),
    Dimension.MONEY: (
        _("under 1 %"),
        _("1–5 %"),
        _("5–15 %"),
        _("15–40 %"),
        _("over 40 %"),
    ),
}

Cells = Sequence[Sequence[str]]  # cells[likelihood - 1][impact - 1] is a band

_L, _M, _H, _VH, _E = (str(band) for band in Band.values)

MATRIX_V1: Cells = (
    (_L, _L, _L, _M, _H),
    (_L, _L, _M, _M, _H),
    (_L, _M, _M, _H, _VH),
    (_L, _M, _H, _VH, _E),
    (_M, _H, _VH, _E, _E),
)

_BAND_ORDER = {value: n for n, value in enumerate(Band.values)}
_LEVEL_ORDER = {value: n for n, value in enumerate(Level.values)}
_LOW_CONFIDENCE_CAP = 60  # days an acceptance of a doubtful rating lasts at most
_TOP = 5


@dataclass(frozen=True)
class Rating:
    """One position of a risk: its likelihood 1–5 and the impact 1–5 on each dimension it touches.

    Raises ValueError on a number outside 1–5, on an unknown dimension, and when none is rated.
    """

    likelihood: int
    detail: Mapping[str, int]

    def __post_init__(self) -> None:
        if not self.detail:
            raise ValueError("at least one dimension of impact is rated")
        if unknown := set(self.detail) - set(Dimension.values):
            raise ValueError(f"unknown dimension: {', '.join(sorted(unknown))}")
        if not all(1 <= n <= _TOP for n in (self.likelihood, *self.detail.values())):
            raise ValueError("ratings run from 1 to 5")

    @property
    def impact(self) -> int:
        """The highest of the dimensions, never a mean."""
        return max(self.detail.values())


def band(likelihood: int, impact: int, cells: Cells = MATRIX_V1) -> str:
    """The word the matrix has at this cell."""
    return cells[likelihood - 1][impact - 1]


def band_order(value: str) -> int:
    """0 for Low to 4 for Extreme; -1 for no band at all."""
    return _BAND_ORDER.get(value, -1)


def level_order(value: str) -> int:
    """0 for Low to 6 for what nobody may accept."""
    return _LEVEL_ORDER[value]


def worst(bands: Sequence[str]) -> str:
    """The worst of the bands; Low where there is none."""
    return max(bands, key=band_order, default=Band.LOW.value)


def effective_appetite(appetite: str, *, is_direct: bool) -> str:
    """A red line binds the risk marked direct; any other risk of that category is averse."""
    if appetite == Appetite.RED_LINE and not is_direct:
        return Appetite.AVERSE.value
    return appetite


def required_level(rating: Rating, appetite: str, cells: Cells = MATRIX_V1) -> str:
    """The level that may assume this rating, in a category of this *effective* appetite.

    Extreme goes up one level when people may die or the cell is 5×5; an averse category lifts
    Medium and above by one; a direct red line has no level at all.
    """
    if appetite == Appetite.RED_LINE:
        return Level.NOBODY.value
    order = band_order(band(rating.likelihood, rating.impact, cells))
    if order == band_order(Band.EXTREME) and _gravest(rating):
        order += 1
    if appetite == Appetite.AVERSE and order >= band_order(Band.MEDIUM):
        order += 1
    return str(Level.values[min(order, level_order(Level.GRAVEST))])


def _gravest(rating: Rating) -> bool:
    lives = rating.detail.get(Dimension.PEOPLE, 0) == _TOP
    return lives or (rating.likelihood == _TOP and rating.impact == _TOP)


def needs_acceptance(level: str) -> bool:
    """Low stays with the project's manager; whatever is above is assumed by a named seat."""
    return level_order(level) > level_order(Level.LOW)


def is_weighty(level: str) -> bool:
    """From High on a signature asks once more who it is."""
    return level_order(level) >= level_order(Level.HIGH)


def review_days(days: int, confidence: str) -> int:
    """The review interval in days; low confidence halves it."""
    return max(1, days // 2) if confidence == Confidence.LOW else days


def acceptance_days(days: int, confidence: str) -> int:
    """How long an acceptance may last; low confidence caps it at 60 days."""
    return min(days, _LOW_CONFIDENCE_CAP) if confidence == Confidence.LOW else days


@dataclass(frozen=True)
class Rule:
    """One row of who may assume what: the deciding seat, the seats that concur first, and the days it counts in."""

    decides: str
    concurs: Sequence[str]
    lasts_days: int
    review_days: int
    answer_days: int
    grace_days: int


def cell_problems(cells: Cells) -> list[str]:
    """What is wrong with a matrix, one sentence for each cell; none means that it may be used.

    That `required_level` never falls as a rating rises follows from bands that never fall, for every appetite.
    """
    if len(cells) != _TOP or any(len(row) != _TOP for row in cells):
        return [gettext("The matrix has five rows of five cells.")]
    found = []
    for likelihood in range(1, _TOP + 1):
        for impact in range(1, _TOP + 1):
            here = {"likelihood": likelihood, "impact": impact, "band": _word(band(likelihood, impact, cells))}
            if not here["band"]:
                found.append(gettext("Likelihood %(likelihood)d, impact %(impact)d: no band is chosen.") % here)
                continue
            if impact == _TOP and band_order(band(likelihood, impact, cells)) < band_order(Band.HIGH):
                sentence = gettext(
                    "Likelihood %(likelihood)d, impact %(impact)d is %(band)s: a critical impact is never below High."
                )
                found.append(sentence % here)
            found += _falls(likelihood, impact, here, cells)
    return found


def _falls(likelihood: int, impact: int, here: Mapping[str, object], cells: Cells) -> list[str]:
    """Which of the two milder neighbours of a cell has a worse band."""
    sentence = gettext(
        "Likelihood %(likelihood)d, impact %(impact)d is %(band)s, below likelihood %(l)d, impact %(i)d, which is %(other)s."
    )
    mine = band_order(band(likelihood, impact, cells))
    milder = [(li, im) for li, im in ((likelihood - 1, impact), (likelihood, impact - 1)) if li and im]
    return [
        sentence % {**here, "l": li, "i": im, "other": _word(band(li, im, cells))}
        for li, im in milder
        if mine < band_order(band(li, im, cells))
    ]


def _word(value: str) -> str:
    return str(Band(value).label) if value in Band.values else ""


def rule_problems(rules: Mapping[str, Rule], seats: Mapping[str, str]) -> list[str]:
    """What is wrong with who may assume what, one sentence for each row. `seats`: seat -> name, the lowest first."""
    found, order, before = [], list(seats), ""
    for level in Level:
        if level == Level.NOBODY:
            continue
        rule = rules.get(level.value)
        if rule is None or rule.decides not in seats:
            found.append(gettext("Level %(level)s: no seat decides.") % {"level": level.label})
            continue
        if before and order.index(rule.decides) < order.index(before):
            sentence = gettext("Level %(level)s: %(seat)s decides, a lower seat than at the level before: %(before)s.")
            found.append(sentence % {"level": level.label, "seat": seats[rule.decides], "before": seats[before]})
        before = rule.decides
        found += _row_problems(rule, level.label, seats)
    return found


def _row_problems(rule: Rule, level: object, seats: Mapping[str, str]) -> list[str]:
    here, found = {"level": level, "seat": seats[rule.decides]}, []
    if rule.decides in rule.concurs:
        found.append(gettext("Level %(level)s: %(seat)s decides, so somebody else concurs.") % here)
    if len(set(rule.concurs)) < len(rule.concurs) or not set(rule.concurs) <= set(seats):
        found.append(gettext("Level %(level)s: each concurring seat stands there once.") % here)
    if min(rule.lasts_days, rule.review_days, rule.answer_days) < 1 or rule.grace_days < 0:
        sentence = gettext("Level %(level)s: acceptance, review and answer take a day at least, grace none or more.")
        found.append(sentence % here)
    return found


def appetite_problems(appetites: Mapping[str, str], categories: Mapping[str, str]) -> list[str]:
    """Which categories have no appetite, one sentence each. `categories`: code -> name."""
    sentence = gettext("Category %(category)s: no appetite is chosen.")
    return [
        sentence % {"category": name} for code, name in categories.items() if appetites.get(code) not in Appetite.values
    ]

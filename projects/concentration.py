"""How much the portfolio depends on few donors: shares, the Herfindahl-Hirschman index, and where a share is past the limit.

Sums of different currencies are never added. Only whole records count, and of them only gifts whose amount is stated; a
project that works in several countries counts with all its money in each.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .figures import NONE, Fact, Figure, Gift, Portfolio

SCATTERED, CONCENTRATED = 0.15, 0.25  # of the index, as competition authorities read it
SECURITY = "security"


@dataclass(frozen=True)
class Share:
    """What one donor or one arm gives of the money stated in one currency."""

    figure: Figure
    amount: Decimal
    of: Decimal

    @property
    def percent(self) -> int:
        return round(100 * self.amount / self.of) if self.of else 0


@dataclass(frozen=True)
class Spread:
    """The money of one currency in one country (or everywhere, or in one year), by donor and by arm, largest first."""

    place: str
    currency: str
    donors: list[Share]
    arms: list[Share]
    limit: float

    @property
    def total(self) -> Decimal:
        return self.donors[0].of

    @property
    def index(self) -> float:
        """From near 0 (many small donors) to 1 (one donor): the sum of the squares of the shares."""
        return round(sum(float(share.amount / share.of) ** 2 for share in self.donors), 2) if self.total else 0.0

    @property
    def reading(self) -> str:
        """What the index means: "scattered", "moderate" or "concentrated"."""
        if self.index < SCATTERED:
            return "scattered"
        return "moderate" if self.index < CONCENTRATED else "concentrated"

    @property
    def warns_of(self) -> list[Share]:
        """The donor, and the security arm, past the limit."""
        security = [share for share in self.arms if share.figure.code == SECURITY]
        return [share for share in [*self.donors[:1], *security] if share.amount > Decimal(str(self.limit)) * share.of]


def spreads(portfolio: Portfolio, limit: float, facet: str = "") -> list[Spread]:
    """By currency over all that was found, or with a facet ("country") for each of its codes as well."""
    places: dict[str, list[Fact]] = {"": portfolio.whole}
    if facet:
        only = portfolio.query.get(facet)
        places = defaultdict(list)
        for fact in portfolio.whole:
            for code in fact.codes[facet]:
                if only in (None, code) and code != NONE:
                    places[code].append(fact)
    found = []
    for code, facts in places.items():
        gifts = [gift for fact in facts for gift in fact.gifts if gift.amount]
        for currency in sorted({gift.currency for gift in gifts}):
            found.append(_spread(portfolio, facet, code, facts, [g for g in gifts if g.currency == currency], limit))
    return sorted(found, key=lambda spread: (spread.place, spread.currency))


def by_year(portfolio: Portfolio, limit: float, years: Iterable[int]) -> list[Spread]:
    """The same of the projects that run in each year; the money of a project is not divided among its years."""
    found = []
    for year in years:
        facts = [fact for fact in portfolio.whole if year in fact.years(year, year)]
        gifts = [gift for fact in facts for gift in fact.gifts if gift.amount]
        for currency in sorted({gift.currency for gift in gifts}):
            here = [gift for gift in gifts if gift.currency == currency]
            found.append(_spread(portfolio, "year", str(year), facts, here, limit))
    return found


def _spread(portfolio: Portfolio, facet: str, code: str, facts: list[Fact], gifts: list[Gift], limit: float) -> Spread:
    fixed = {facet: code} if facet else {}
    donors, arms = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    for gift in gifts:
        donors[gift.donor] += gift.amount or Decimal(0)
        arms[gift.arm or NONE] += gift.amount or Decimal(0)
    total = Decimal(sum(donors.values()))
    shares = {}
    for name, sums in (("donor", donors), ("arm", arms)):
        figures = {figure.code: figure for figure in portfolio.by(name, facts, **fixed)}
        rows = [Share(figures[code], Decimal(amount), total) for code, amount in sums.items() if code in figures]
        shares[name] = sorted(rows, key=lambda share: (-share.amount, share.figure.label))
    place = portfolio.name(facet, code) if facet and facet != "year" else code
    return Spread(place, gifts[0].currency, shares["donor"], shares["arm"], limit)

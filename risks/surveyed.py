"""Reads over many registers at once: whose portfolio they are in, what is above appetite or tolerance, what a night counts.

Every one starts from `visible_to`; a restricted risk stands in no count that names its category, band or place of rating
for who may not read it.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, CharField, Count, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Exact

from pvehub import access
from risks.scoring import Appetite, Band
from risks.workflow import AcceptanceState, Basis, Progress, Reach, RegisterKind, RiskState, Visibility

if TYPE_CHECKING:
    from pvehub.people.models import User

# The worst band that an appetite carries. A red line that is not direct counts as averse; a direct one carries nothing.
CARRIES = {
    Appetite.AVERSE: (Band.LOW,),
    Appetite.RED_LINE: (Band.LOW,),
    Appetite.CAUTIOUS: (Band.LOW, Band.MEDIUM),
    Appetite.OPEN: (Band.LOW, Band.MEDIUM, Band.HIGH),
}
HQ = "HQ"  # how headquarters and the stream stand where rows are regions


def in_portfolio(user: "User", register: str = "") -> Q:
    """A condition on the path to a register: it belongs to the offices whose registers this person's posts read.

    Being of the team of one project, or a partner, adds nothing here: the numbers are those of the region.
    """
    standing = access.standing(user)
    offices = standing.offices("see_registers")
    if offices is None:
        return Q(**{f"{register}pk__isnull": False}) if register else Q(pk__isnull=False)
    places = Q(**{f"{register}project__lead_office__in": offices}) | Q(**{f"{register}office__in": offices})
    if standing.anywhere("accept_for_organization"):
        places |= Q(**{f"{register}kind": RegisterKind.STREAM})
    return places


def office_path(register: str = "") -> Coalesce:
    """The path of the office a register belongs to; empty for the stream."""
    return Coalesce(
        F(f"{register}project__lead_office__path"),
        F(f"{register}office__path"),
        Value(""),
        output_field=CharField(),
    )


def region_code(register: str = "") -> Coalesce:
    """The code of the region a register belongs to; HQ for headquarters and the stream."""
    return Coalesce(_step(register, 2), Value(HQ), output_field=CharField())


def office_code(register: str = "") -> Coalesce:
    """The code of the office a register belongs to; HQ for headquarters and the stream."""
    return Coalesce(_step(register, 3), _step(register, 2), Value(HQ), output_field=CharField())


def _step(register: str, number: int) -> NullIf:
    step = Func(office_path(register), Value("/"), Value(number), function="split_part", output_field=CharField())
    return NullIf(step, Value(""))


class RegisterSurvey:
    """What registers are asked when many are looked at together; a part of their queryset."""

    visible_to: Any

    def in_portfolio_of(self, user: "User") -> Self:
        """Registers this person may read, of the offices whose registers their posts read."""
        found: Self = self.visible_to(user).filter(in_portfolio(user))
        return found


class RiskSurvey:
    """What risks are asked when many are looked at together; a part of their queryset."""

    model: Any
    visible_to: Any
    live: Any
    filter: Any
    exclude: Any
    annotate: Any

    def in_portfolio_of(self, user: "User") -> Self:
        """Risks this person may read, of the registers of their portfolio."""
        found: Self = self.visible_to(user).filter(in_portfolio(user, "register__"))
        return found

    def above_appetite(self) -> Self:
        """Rated worse than what the organization is ready to carry in their category."""
        found: Self = self.live().filter(_above_appetite())
        return found

    def uncovered(self, today: date) -> Self:
        """Above what the manager carries alone, and assumed by nobody: what `covering.is_uncovered` says, in the database.

        An acceptance that rating, statement or plan broke has lapsed with what broke it; what is left is its own date and,
        where it stands on the plan, a measure that is late.
        """
        found: Self = self.live().filter(self._bare(today))
        return found

    def _bare(self, today: date) -> Q:
        acceptances = self.model._meta.get_field("acceptances").related_model.objects
        measures = self.model.treatments.through.objects.filter(risk=OuterRef("risk"))
        late = measures.filter(treatment__due_on__lt=today).exclude(
            treatment__progress__in=[Progress.DONE, Progress.DROPPED]
        )
        rows = acceptances.filter(state=AcceptanceState.GRANTED, valid_until_on__gte=today, risk=OuterRef("pk"))
        covered = Exists(rows.exclude(Q(basis=Basis.TARGET) & Exists(late)))
        return Q(assessment__isnull=False) & (_red_line() | ~Q(assessment__current_band=Band.LOW)) & ~Q(covered)

    def tally(self, today: date) -> dict[str, int]:
        """How many are live, above tolerance and assumed by nobody, above appetite, past their review; one query."""
        found: dict[str, int] = self.live().aggregate(
            open=Count("pk"),
            uncovered=Count("pk", filter=self._bare(today)),
            appetite=Count("pk", filter=_above_appetite()),
            overdue=Count("pk", filter=Q(next_review_on__lt=today)),
        )
        return found

    def of_the_library(self, stem: str) -> Self:
        """Taken from this library risk, in whichever language."""
        found: Self = self.filter(Q(library_risk__code=stem) | Q(library_risk__code__startswith=f"{stem}."))
        return found

    def with_stem(self) -> Self:
        """`stem`: the code of the library risk without its language."""
        stem = Func(
            F("library_risk__code"), Value("."), Value(1), function="split_part", output_field=models.CharField()
        )
        found: Self = self.exclude(library_risk=None).annotate(stem=stem)
        return found

    def counted(self, today: date) -> Any:
        """These risks by office, category, matrix, band and who may count them; one query, whatever their number."""
        tier, submitted = "register__project__tier", "register__project__submitted_once_at"
        reach = Case(
            When(register__project__isnull=True, then=Value(Reach.REGION.value)),
            When(**{f"{submitted}__isnull": True}, then=Value(Reach.DRAFT.value)),
            When(**{f"{tier}__lte": 1}, then=Value(Reach.REGION.value)),
            When(**{tier: 2}, then=Value(Reach.HEADQUARTERS.value)),
            default=Value(Reach.NAMED.value),
            output_field=CharField(),
        )
        rows = self.annotate(
            place=Coalesce("register__project__lead_office", "register__office"),
            reach=reach,
            hidden=Case(When(visibility=Visibility.RESTRICTED, then=True), default=False),
            bare=Case(When(self._bare(today), then=True), default=False),
        )
        keys = ("place", "category", "assessment__matrix", "assessment__current_band", "reach", "hidden")
        return (
            rows.order_by()
            .values(*keys)
            .annotate(
                n=Count("pk"),
                materialised=Count("pk", filter=Q(state=RiskState.MATERIALISED)),
                uncovered=Count("pk", filter=Q(bare=True)),
                overdue=Count("pk", filter=Q(next_review_on__lt=today)),
            )
        )


def _appetite() -> Coalesce:
    """The appetite that counts for a rated risk: that of the version it was rated in; averse where that has none."""
    kept = Func(
        F("assessment__matrix__appetites"),
        F("category__code"),
        function="jsonb_extract_path_text",
        output_field=CharField(),
    )
    return Coalesce(kept, Value(Appetite.AVERSE.value))


def _above_appetite() -> Q:
    carried = Q()
    for appetite, bands in CARRIES.items():
        carried |= Q(Exact(_appetite(), appetite.value)) & Q(assessment__current_band__in=bands)
    return Q(assessment__isnull=False) & ~(carried & ~_red_line())


def _red_line() -> Q:
    return Q(is_direct=True) & Q(Exact(_appetite(), Appetite.RED_LINE.value))


class NightQuerySet(models.QuerySet[Any]):
    """The nightly counts. Rows that stand on what somebody may not read are no part of what is added up for them."""

    def visible_to(self, user: "User") -> Self:
        """The counts of the offices whose registers this person's posts read, as far as the posts reach.

        Drafts are counted for nobody. Restricted risks are counted for who reads every one of them.
        """
        standing = access.standing(user)
        offices = standing.offices("see_registers")
        if not user.is_active:
            return self.none()
        reaches = [Reach.REGION]
        reaches += [Reach.HEADQUARTERS] if standing.anywhere("see_submitted") else []
        reaches += [Reach.NAMED] if standing.anywhere("see_named") else []
        found = self.filter(reach__in=reaches)
        if not standing.anywhere("own_method"):
            found = found.filter(is_restricted=False)
        if offices is None:
            return found
        places = Q(office__in=offices)
        return found.filter(places | Q(office=None) if standing.anywhere("accept_for_organization") else places)

"""Every reusable read of the registers; `visible_to` first, and it fails closed.

A register is seen as its project is, by the team and mission and, once submitted, by region, TRD and risk officer; it is
never wider than its project, but for the Director General's office: that reads a register in which it was asked to
assume or to take over a risk. A restricted risk is seen by its owner, the head of the lead office, named persons and
the risk officer.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from pvehub import access
from pvehub.access import grants, sight
from risks.scoring import Band
from risks.surveyed import RegisterSurvey, RiskSurvey
from risks.workflow import (
    LIVE,
    REVIEW_AHEAD,
    SEAT_PERMISSION,
    AcceptanceState,
    MatrixState,
    Progress,
    RegisterKind,
    Seat,
    Speed,
    Visibility,
)

if TYPE_CHECKING:
    from projects.models import Project
    from pvehub.access import Standing
    from pvehub.people.models import User


def _at(standing: "Standing", permission: str, *fields: str) -> Q:
    """A condition: the person holds the permission at the office that one of the fields names."""
    offices = standing.offices(permission)
    if offices is None:
        return Q(pk__isnull=False)  # everywhere; an empty Q would vanish when it is or-ed
    return Q(*[(f"{field}__in", offices) for field in fields], _connector=Q.OR)


def _team(user: "User", project: str) -> Q:
    """The person is manager or member of the team of the project at this path."""
    member = apps.get_model("projects", "ProjectMember").objects.live().filter(project=OuterRef(project), user=user)
    return Q(Exists(member)) | Q(**{f"{project}__manager": user})


def _asked_of_the_top() -> models.QuerySet[Any]:
    """Registers in which the Director General's office was asked for something; a restricted risk asks nobody unnamed."""
    asked = Q(acceptances__seat=Seat.DG_OFFICE) | Q(escalations__seat=Seat.DG_OFFICE)
    return apps.get_model("risks", "Risk").objects.filter(asked).values("register")


class RegisterQuerySet(models.QuerySet[Any], RegisterSurvey):
    @sight.once
    def visible_to(self, user: "User") -> Self:
        """Registers this person may read; see the table of who sees what."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        projects = apps.get_model("projects", "Project")
        partner = projects.partner_offices.through.objects.filter(
            project=OuterRef("project"), office__in=standing.offices("see_drafts") or []
        )
        mission = _at(standing, "see_drafts", "project__lead_office", "office") | Exists(partner)
        head = _at(standing, "see_restricted_drafts", "project__lead_office", "office")
        beyond = _at(standing, "see_registers", "project__lead_office", "office")
        nearer = Q(project__isnull=True) | Q(project__in=projects.objects.whole_for(user).values("pk"))
        readable = nearer & (_team(user, "project") | mission | head | beyond)
        if standing.anywhere("accept_for_organization"):
            readable |= Q(kind=RegisterKind.STREAM) | Q(pk__in=_asked_of_the_top())
        return self.filter(readable)

    def of_project(self, project: "Project") -> Self:
        return self.filter(project=project)

    def with_words(self, words: str) -> Self:
        """Every word stands in the code, or in the title or name of what the register is of."""
        found = self
        for word in words.split()[:8]:
            fields = ("code", "project__title", "office__name_en", "office__name_fr", "office__name_es")
            found = found.filter(Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR))
        return found

    def with_counts(self) -> Self:
        """How many live risks each has, restricted ones among them: a number says nothing of any one."""
        return self.annotate(live=Count("risks", filter=Q(risks__state__in=LIVE)))

    def with_places(self) -> Self:
        """Together with what names and places a register."""
        return self.select_related("project__lead_office", "project__manager", "office")

    def with_hidden(self, user: "User") -> Self:
        """`hidden`: how many live risks of each this person may not read."""
        risks = self.model._meta.get_field("risks").related_model.objects
        seen = risks.visible_to(user).filter(pk=OuterRef("pk"))
        unread = risks.live().filter(~Exists(seen), register=OuterRef("pk")).order_by().values("register")
        return self.annotate(hidden=Coalesce(Subquery(unread.annotate(n=Count("pk")).values("n")), 0))


class MatrixQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """The versions in force or once in force, to all who serve; a draft to who owns the method."""
        standing = access.standing(user)
        if not (user.is_active and standing.office_ids):
            return self.none()
        return self if standing.anywhere("own_method") else self.exclude(state=MatrixState.DRAFT)

    def active(self) -> Any:
        """The version that ratings are made in."""
        return self.get(state=MatrixState.ACTIVE)

    def draft(self) -> Any:
        """The next version while it is written, or None."""
        return self.filter(state=MatrixState.DRAFT).first()


class CategoryQuerySet(models.QuerySet[Any]):
    def answered_in(self, register: Any) -> Self:
        """Each with its answer in this register as `answered`; one without an answer has no such attribute."""
        given = FilteredRelation("screenings", condition=Q(screenings__register=register))
        return self.annotate(answered=given).select_related("answered")

    def in_order(self) -> Self:
        return self.order_by("position", "code")


LIBRARY_LANGUAGES = ("en", "fr", "es")


def library_code(code: str, language: str) -> str:
    """The code of the same library risk in that language: POL-1, POL-1.fr, POL-1.es."""
    stem = code.partition(".")[0]
    return stem if language == "en" else f"{stem}.{language}"


class LibraryQuerySet(models.QuerySet[Any]):
    def same_as(self, item: Any) -> Self:
        """The same risk in every language it is there in, itself among them."""
        return self.filter(code__in=[library_code(item.code, language) for language in LIBRARY_LANGUAGES])

    def not_held_by(self, register: Any) -> Self:
        """Living ones that the register does not hold alive, whichever language it took them in; by category."""
        taken = register.risks.filter(state__in=LIVE).exclude(library_risk=None)
        codes = taken.values_list("library_risk__code", flat=True)
        held = [library_code(code, language) for code in codes for language in LIBRARY_LANGUAGES]
        rows = self.filter(is_retired=False).exclude(code__in=held).select_related("category")
        return rows.order_by("category__position", "code")

    def pickable_for(self, register: Any, language: str) -> Self:
        """What the library has in that language, or in English, and the register does not hold alive."""
        return self.not_held_by(register).filter(language=language if language in LIBRARY_LANGUAGES else "en")


class ScreeningQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """The answers of registers this person may read."""
        registers = self.model._meta.get_field("register").related_model.objects
        return self.filter(register__in=registers.visible_to(user).values("pk"))


class SnapshotQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """The frozen copies of registers this person may read; restricted texts in them stay behind `public_content`."""
        registers = self.model._meta.get_field("register").related_model.objects
        return self.filter(register__in=registers.visible_to(user).values("pk"))


class RiskQuerySet(models.QuerySet[Any], RiskSurvey):
    @sight.once
    def visible_to(self, user: "User") -> Self:
        """Risks this person may read the text of, always within a register that this person may read."""
        levels = self._levels(user)
        return self._readable(user).filter(
            Q(*(Q(visibility=level) & who for level, who in levels.items()), _connector=Q.OR)
        )

    def visible_as(self, user: "User", visibility: str) -> Self:
        """Risks this person would read if they were of this visibility: the rule for what a risk once said."""
        return self._readable(user).filter(self._levels(user)[Visibility(visibility)])

    def _readable(self, user: "User") -> Self:
        registers = self.model._meta.get_field("register").related_model.objects
        return self.filter(register__in=registers.visible_to(user).values("pk"))

    def _levels(self, user: "User") -> dict[Visibility, Q]:
        """Who reads a risk of each visibility, within the register."""
        standing = access.standing(user)
        places = ("register__project__lead_office", "register__office")
        closest = Q(owner=user) | _at(standing, "see_restricted_drafts", *places) | _at(standing, "own_method", *places)
        named = grants.things(user, "see_restricted", self.model)
        beyond = _at(standing, "see_registers", *places)
        if standing.anywhere("accept_for_organization"):
            beyond |= Q(register__in=_asked_of_the_top())
        return {
            Visibility.OFFICE: Q(pk__isnull=False),
            Visibility.TEAM: closest | beyond | _team(user, "register__project"),
            Visibility.RESTRICTED: closest | named,
        }

    def live(self) -> Self:
        """Neither closed nor gone."""
        return self.filter(state__in=LIVE)

    def overdue(self, today: date) -> Self:
        """Live risks whose review was due before today."""
        return self.live().filter(next_review_on__lt=today)

    def due(self, today: date) -> Self:
        """Live risks that a review round looks at: due within REVIEW_AHEAD days, or never rated."""
        soon = today + timedelta(days=REVIEW_AHEAD)
        return self.live().filter(Q(next_review_on__lte=soon) | Q(next_review_on=None) | Q(assessment=None))

    def owned_by(self, user: "User") -> Self:
        return self.filter(owner=user)

    def answered_by(self, user: "User") -> Self:
        """What this person answers for: as owner, or as manager of the project."""
        return self.filter(Q(owner=user) | Q(register__project__manager=user))

    def by_review(self) -> Self:
        """The longest overdue first; what has no review date last."""
        return self.order_by(F("next_review_on").asc(nulls_last=True), "register", "number", "pk")

    def by_urgency(self, position: str = "current") -> Self:
        """The worst band first, within it the fastest; what is not rated last."""
        bands = [When(**{f"assessment__{position}_band": band, "then": Value(n)}) for n, band in enumerate(Band.values)]
        speeds = [When(assessment__speed=speed, then=Value(n)) for n, speed in enumerate(Speed.values)]
        return self.order_by(
            Case(*bands, default=Value(-1)).desc(), Case(*speeds, default=Value(len(speeds))), "number", "pk"
        )

    def with_rating(self) -> Self:
        """Together with what a row of a table shows: category, owner, latest rating, and the acceptance alive."""
        acceptances = self.model._meta.get_field("acceptances").related_model.objects
        return self.select_related(
            "category", "owner", "assessment__matrix", "register__project__lead_office", "register__office"
        ).prefetch_related(
            Prefetch("acceptances", queryset=acceptances.alive().order_by("-pk"), to_attr="acceptances_alive")
        )

    def with_treatments(self) -> Self:
        """How many measures of the plan each risk has, and how many are late, are asked of the rows themselves."""
        treatments = self.model._meta.get_field("treatments").related_model.objects
        return self.prefetch_related(
            Prefetch("treatments", queryset=treatments.planned().select_related("owner").order_by("due_on", "pk"))
        )

    def for_round(self) -> Self:
        """Together with what a row of the review round shows, and whether a measure of it is still open."""
        measures = self.model.treatments.through.objects.filter(risk=OuterRef("pk"))
        still = measures.exclude(treatment__progress__in=[Progress.DONE, Progress.DROPPED])
        places = ("assessment", "owner", "register__project", "register__office")
        return self.select_related(*places).annotate(has_open_measures=Exists(still))

    def hidden_count(self, user: "User") -> int:
        """How many live risks of this selection this person may not read."""
        seen = self.model.objects.visible_to(user).filter(pk=OuterRef("pk"))
        counted = self.live().aggregate(n=Count("pk", filter=~Exists(seen)))
        return int(counted["n"])


class TreatmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """Measures that serve at least one risk this person may read."""
        risks = self.model._meta.get_field("risks").related_model.objects
        served = self.model.risks.through.objects.filter(
            treatment=OuterRef("pk"), risk__in=risks.visible_to(user).values("pk")
        )
        return self.filter(Exists(served))

    def still_open(self) -> Self:
        """Neither done nor dropped."""
        return self.exclude(progress__in=[Progress.DONE, Progress.DROPPED])

    def late(self, today: date) -> Self:
        """Still open, and past their day."""
        return self.still_open().filter(due_on__lt=today)

    def unverified(self) -> Self:
        """Done, and seen by nobody else so far."""
        return self.filter(progress=Progress.DONE, verified_at=None)

    def with_served(self, user: "User") -> Self:
        """Together with the risks each serves: `served` those this person may read, `unread` how many more there are."""
        risks = self.model._meta.get_field("risks").related_model.objects
        seen = risks.visible_to(user).select_related("register__project", "register__office").order_by("number")
        through = self.model.risks.through.objects.filter(treatment=OuterRef("pk"))
        unread = through.exclude(risk__in=risks.visible_to(user).values("pk")).values("treatment")
        counted = unread.annotate(n=Count("pk")).values("n")
        rows = self.select_related("owner", "verified_by").annotate(unread=Coalesce(Subquery(counted), 0))
        return rows.prefetch_related(Prefetch("risks", queryset=seen, to_attr="served"))

    def planned(self) -> Self:
        """What the plan still holds: everything not dropped."""
        return self.exclude(progress=Progress.DROPPED)


class AcceptanceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """Acceptances of risks this person may read."""
        risks = self.model._meta.get_field("risk").related_model.objects
        return self.filter(risk__in=risks.visible_to(user).values("pk"))

    def alive(self) -> Self:
        """Asked for or in force."""
        return self.filter(state__in=[AcceptanceState.REQUESTED, AcceptanceState.GRANTED])

    def requested(self) -> Self:
        return self.filter(state=AcceptanceState.REQUESTED)

    def granted(self) -> Self:
        return self.filter(state=AcceptanceState.GRANTED)

    def awaiting(self, user: "User") -> Self:
        """Requests whose next word is this person's: in the seat whose turn it is, and in no other part of it."""
        standing = access.standing(user)
        seats = Q(turn=Seat.MANAGER, risk__register__project__manager=user)
        for seat, permission in SEAT_PERMISSION.items():
            places = ("risk__register__project__lead_office", "risk__register__office")
            seats |= Q(turn=seat) & _at(standing, permission, *places)
        mine = self.model._meta.get_field("steps").related_model.objects.filter(acceptance=OuterRef("pk"), by=user)
        return self.requested().filter(seats).exclude(Exists(mine)).exclude(risk__owner=user).visible_to(user)

    def with_risk(self) -> Self:
        """Together with the risk, its register and its places."""
        return self.select_related(
            "risk__category",
            "risk__register__project__lead_office",
            "risk__register__office",
            "assessment",
            "requested_by",
        )

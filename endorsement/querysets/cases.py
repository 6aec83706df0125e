"""Every read of a case and of what hangs on it starts here, and fails closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from endorsement import workflow
from endorsement.workflow import Status, Turn
from projects.workflow import ENDED as LIFE_ENDED
from pvehub import access
from pvehub.access import grants, sight

if TYPE_CHECKING:
    from django.db.models import Model

    from pvehub.people.models import Office, User

FROM_DECISION_ON = tuple(status.value for status in (Status.DECISION, *workflow.DECIDED))


def _of(name: str) -> QuerySet[Any]:
    model: type[Model] = apps.get_model("endorsement", name)
    return model._default_manager.all()


def _through_offices(standing: access.Standing, perm: str) -> Q:
    """Lead office or any partner office in which a live posting gives `perm`; partner offices by subquery, so no row doubles."""
    offices = standing.offices(perm)
    if offices is None:
        return Q(pk__isnull=False)
    partners = apps.get_model("projects", "Project").partner_offices.through.objects.filter(office_id__in=offices)
    return Q(project__lead_office__in=offices) | Q(project__in=partners.values("project_id"))


def _at_lead(standing: access.Standing, perm: str) -> Q:
    """Lead office at which a live posting gives `perm`. "Everywhere" is a condition too: an empty Q vanishes beside an OR."""
    offices = standing.offices(perm)
    return Q(pk__isnull=False) if offices is None else Q(project__lead_office__in=offices)


def _team(user: User) -> Q:
    """The manager, and the members of the project until their date."""
    now = timezone.now()
    members = apps.get_model("projects", "ProjectMember").objects.filter(user=user)
    members = members.filter(Q(until_at=None) | Q(until_at__gt=now))
    return Q(project__manager=user) | Q(project__in=members.values("project_id"))


def _leads() -> Q:
    """The life of the project hangs on it: its own passage, or an amendment endorsed since and not replaced."""
    undecided = [status.value for status in (*workflow.OPEN, Status.NOT_ENDORSED, Status.WITHDRAWN)]
    return ~Q(baseline__isnull=False, status__in=undecided) & ~Q(status=Status.SUPERSEDED.value)


class CaseQuerySet(QuerySet[Any]):
    """Cases, by who may read them, whose turn it is, and where they stand."""

    @sight.once
    def visible_to(self, user: User) -> Self:
        """Drafts: team and mission. From submission on: also the region (tiers 0–1), headquarters, whoever is on the case.

        Tier 2 needs the mission or headquarters, tier 3 the team, the head of the lead office, or to be named. The right
        of headquarters ends where a person is recused or serves in one of the project's offices.
        """
        if not getattr(user, "is_active", False):
            return self.none()
        standing = access.standing(user)
        submitted = Q(submitted_at__isnull=False) & ~Q(status=Status.DRAFT.value)
        mission = _through_offices(standing, "see_drafts") & (Q(project__tier=0) | submitted & Q(project__tier__lte=2))
        head = _at_lead(standing, "see_restricted_drafts")
        region = _through_offices(standing, "see_region") & Q(project__tier__lte=1) & submitted
        named = grants.things(user, "see_case", self.model)
        return self.filter(_team(user) | mission | head | region | named | (self._of_headquarters(user) & submitted))

    def _of_headquarters(self, user: User) -> Q:
        """What postings at headquarters and an assignment give, unless recused or of the project's own offices."""
        standing = access.standing(user)
        central = _through_offices(standing, "see_submitted") & Q(project__tier__lte=2)
        central |= _through_offices(standing, "see_named")
        central |= self._raised_to_the_top(standing)
        return (central | self._assigned(user)) & self._disinterested(user)

    @staticmethod
    def _raised_to_the_top(standing: access.Standing) -> Q:
        """The Director General's office reads the cases that were reopened for it, and no other."""
        return Q(raised_to="dg-office") & _at_lead(standing, "accept_for_organization")

    @staticmethod
    def _assigned(user: User) -> Q:
        return Q(Exists(_of("Assignment").filter(case=OuterRef("pk"), reviewer=user, closed_at=None)))

    @staticmethod
    def _disinterested(user: User) -> Q:
        offices = access.standing(user).office_ids
        partners = apps.get_model("projects", "Project").partner_offices.through.objects.filter(office_id__in=offices)
        recused = _of("Recusal").filter(case=OuterRef("pk"), person=user)
        own = Q(project__lead_office__in=offices) | Q(project__in=partners.values("project_id"))
        return ~own & ~Q(Exists(recused))

    @sight.once
    def internal_to(self, user: User) -> Self:
        """Cases whose internal threads the person may read: TRD, DOE and advisers asked, never recused or of the offices."""
        standing = access.standing(user)
        rights = _at_lead(standing, "see_internal") | self._assigned(user) | self._raised_to_the_top(standing)
        return self.visible_to(user).filter(rights & self._of_headquarters(user))

    @sight.once
    def reviews_open_to(self, user: User) -> Self:
        """Cases of which the person, serving in TRD or DOE, may read reviews at all."""
        standing = access.standing(user)
        rights = _at_lead(standing, "see_internal") | self._raised_to_the_top(standing)
        return self.internal_to(user).filter(rights)

    def in_hand(self) -> Self:
        """Between clearance and decision."""
        return self.filter(status__in=[status.value for status in workflow.IN_HAND])

    def in_good_standing(self) -> Self:
        """Endorsed, with or without conditions."""
        return self.filter(status__in=[status.value for status in workflow.IN_GOOD_STANDING])

    def leading(self) -> Self:
        """Of each project the cases its life hangs on, the latest first: its own passage, or the amendment endorsed since.

        An amendment that is a draft, in hand, refused or withdrawn is not among them.
        """
        return self.filter(_leads()).order_by("-pk")

    def of_page(self, project: Any) -> Self:
        """All of one project, the latest first, with what its page says of each, who is `recused`, and `leads` as in
        `leading`; of their versions not the content."""
        rows = self.filter(project=project).annotate(leads=models.Case(models.When(_leads(), then=True), default=False))
        rows = rows.select_related("lead", "current_submission", "author").defer("current_submission__content")
        aside = _of("Recusal").filter(case=OuterRef("pk")).order_by().values("person")
        rows = rows.annotate(recused=ArraySubquery(aside))
        return rows.order_by("-pk")

    def ending_by(self, day: Any) -> Self:
        """In good standing on a decision whose day is this or before it; some go on with an extension published since."""
        decisions = _of("Decision").filter(case=OuterRef("pk"), reversal=None).order_by("-decided_at", "-pk")
        rows = self.in_good_standing().annotate(named_on=models.Subquery(decisions.values("valid_until_on")[:1]))
        return rows.filter(named_on__lte=day).select_related("project__lead_office").order_by("pk")

    def may_start(self) -> Self:
        """Endorsed, or found to need no endorsement."""
        good = [status.value for status in (*workflow.IN_GOOD_STANDING, Status.NOT_REQUIRED)]
        return self.filter(status__in=good)

    def awaiting(self, user: User) -> Self:
        """Cases on which this very person has the next step to take."""
        standing = access.standing(user)
        on = [status.value for status in workflow.OPEN]

        def turn(which: Turn) -> Q:
            return Q(status__in=[status.value for status in workflow.OPEN if workflow.TURN[status] == which])

        mission = turn(Turn.MISSION) & (_team(user) | _through_offices(standing, "submit_cases"))
        head = turn(Turn.HEAD) & _at_lead(standing, "clear_cases")
        region = turn(Turn.REGION) & _at_lead(standing, "advise_cases")
        screening = Q(status=Status.SCREENING.value) & _at_lead(standing, "screen_cases")
        held = Q(status=Status.ON_HOLD.value) & (Q(lead=user) | Q(lead=None) & _at_lead(standing, "screen_cases"))
        review = Q(status=Status.REVIEW.value) & (Q(lead=user) | self._owing(user))
        decision = Q(status=Status.DECISION.value) & self._seat(user)
        asked = apps.get_model("endorsement", "Clearance").objects.awaiting(user).values("case")
        central = (screening | held | review | decision | Q(pk__in=asked)) & self._disinterested(user)
        return self.visible_to(user).filter(mission | head | region | central, status__in=on)

    def waiting_on_others(self, user: User) -> Self:
        """Cases in hand on which the person works (team, mission, readers), whose next step is another's."""
        working = _team(user) | self._assigned(user) | _through_offices(access.standing(user), "submit_cases")
        working |= _at_lead(access.standing(user), "clear_cases")
        return self.visible_to(user).in_hand().filter(working).exclude(pk__in=self.awaiting(user).values("pk"))

    @staticmethod
    def _owing(user: User) -> Q:
        """An open part as a reviewer, without a review sent on the version that counts now."""
        return Q(Exists(_owing_of(user, OuterRef("pk"))))

    @staticmethod
    def _seat(user: User) -> Q:
        """The seat that the worst residual risk of the version asks for, or the one a reopened case was raised to."""
        standing = access.standing(user)
        ordinary = Q(current_submission__worst_residual__in=workflow.ORDINARY_BANDS)
        head = _at_lead(standing, "decide_cases") & ordinary & Q(raised_to="")
        director = _at_lead(standing, "decide_high_cases") & (~ordinary & Q(raised_to="") | Q(raised_to="doe-director"))
        return head | director | CaseQuerySet._raised_to_the_top(standing)

    def for_list(self) -> Self:
        """With what a row of a list shows; who waits longest stands first, the closed ones last."""
        closed = models.Case(models.When(status__in=[status.value for status in workflow.OPEN], then=0), default=1)
        rows = self.select_related("project", "project__lead_office", "lead", "current_submission")
        return rows.order_by(closed, "moved_at", "pk")

    def with_words(self, words: str) -> Self:
        """Every word stands in the ref or in the project's title."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(ref__icontains=word) | Q(project__title__icontains=word))
        return found

    def of_region(self, region: Office) -> Self:
        """Led by this regional office or by an office below it."""
        return self.filter(project__lead_office__path__startswith=region.path)

    def with_last_event(self) -> Self:
        """`stirred_at`: when anything at all last happened to the case."""
        events = apps.get_model("audit", "Event").objects.filter(kind="endorsement.case", thing_id=OuterRef("pk"))
        last = events.order_by("-seq").values("at")[:1]
        return self.annotate(stirred_at=Coalesce(models.Subquery(last), "moved_at"))


class OfCaseQuerySet(QuerySet[Any]):
    """Rows that are as visible as their case."""

    def visible_to(self, user: User) -> Self:
        """Whatever hangs on a case is never wider than it."""
        return self.filter(case__in=apps.get_model("endorsement", "Case").objects.visible_to(user).values("pk"))


class SubmissionQuerySet(OfCaseQuerySet):
    """Frozen versions."""

    def endorsed_of(self, project: Any) -> Self:
        """Versions that a decision endorsed, or found to need no endorsement, and that was not taken back; the latest first."""
        good = [status.value for status in (*workflow.IN_GOOD_STANDING, Status.NOT_REQUIRED)]
        rows = self.filter(case__project=project, decisions__outcome__in=good, decisions__reversal=None)
        return rows.select_related("case__project__lead_office").order_by("-decisions__decided_at", "-decisions__pk")

    def newest_first(self) -> Self:
        """The one that counts now stands first."""
        return self.order_by("-number", "pk")


class ThreadQuerySet(OfCaseQuerySet):
    """Threads, by audience."""

    def visible_to(self, user: User) -> Self:
        """Threads for everyone: whoever sees the case. Internal ones: TRD, DOE and advisers asked."""
        internal = apps.get_model("endorsement", "Case").objects.internal_to(user).values("pk")
        return super().visible_to(user).filter(Q(audience="everyone") | Q(case__in=internal))

    def owing_an_answer(self) -> Self:
        """Threads that need a response and have none yet."""
        return self.filter(is_response_required=True, state="open")


class ReviewQuerySet(QuerySet[Any]):
    """Reviews, blind in their first round."""

    def visible_to(self, user: User) -> Self:
        """Its author; once given: whoever gave one on that version or owes none now, the lead among them; all of TRD and
        DOE from decision on."""
        case = apps.get_model("endorsement", "Case")
        open_to = Q(assignment__case__in=case.objects.reviews_open_to(user).values("pk"))
        seen = Q(assignment__case__in=case.objects.visible_to(user).values("pk"))
        mine = self.model._default_manager.filter(
            assignment__reviewer=user, submission=OuterRef("submission"), submitted_at__isnull=False
        )
        owing = _owing_of(user, OuterRef("assignment__case"))
        second_round = Q(Exists(mine)) | ~Q(Exists(owing)) | _decided("assignment__case")
        own = Q(assignment__reviewer=user) & seen
        return self.filter(own | Q(submitted_at__isnull=False) & open_to & second_round)


def _owing_of(user: User, case: Any) -> QuerySet[Any]:
    """The open part of a reviewer who has not reviewed the version that counts now."""
    given = _of("Review").filter(
        assignment=OuterRef("pk"), submission=OuterRef("case__current_submission"), submitted_at__isnull=False
    )
    parts = _of("Assignment").filter(case=case, reviewer=user, part="reviewer", closed_at=None)
    return parts.exclude(Exists(given))


def _decided(case: str) -> Q:
    """From the decision on, also while the seat has returned the case."""
    return Q(**{f"{case}__status__in": FROM_DECISION_ON}) | Q(**{f"{case}__resume_to": Status.DECISION.value})


class ReaderQuerySet(QuerySet[Any]):
    """Parts of people in the review of cases."""

    def owed_by(self, user: User) -> Self:
        """The open part of this reviewer, while the case is in review and the version that counts has no review of theirs."""
        cases = apps.get_model("endorsement", "Case").objects.visible_to(user).filter(status=Status.REVIEW.value)
        return self.filter(pk__in=_owing_of(user, models.F("case")).values("pk"), case__in=cases.values("pk"))


class InternalQuerySet(OfCaseQuerySet):
    """What headquarters writes for itself: proposals, and the resources that were looked at."""

    def visible_to(self, user: User) -> Self:
        """TRD, DOE and the advisers asked, as internal threads."""
        return self.filter(case__in=apps.get_model("endorsement", "Case").objects.internal_to(user).values("pk"))


class ProposalQuerySet(InternalQuerySet):
    """What the lead proposes; it tells what the reviews say."""

    def visible_to(self, user: User) -> Self:
        """As internal threads; who owes a review reads it from the decision on only, as the reviews."""
        rows = super().visible_to(user)
        return rows.filter(~Q(Exists(_owing_of(user, OuterRef("case")))) | _decided("case") | Q(by=user))


class ClearanceQuerySet(OfCaseQuerySet):
    """What advisers are asked and say; for headquarters, as internal threads are."""

    def visible_to(self, user: User) -> Self:
        """TRD, DOE and the advisers asked."""
        return self.filter(case__in=apps.get_model("endorsement", "Case").objects.internal_to(user).values("pk"))

    def awaiting(self, user: User) -> Self:
        """Asked of this person about the version that counts now, and not yet given."""
        with_trd = [status.value for status in workflow.WITH_TRD]
        rows = self.filter(asked_of=user, outcome="", case__status__in=with_trd)
        return rows.filter(submission=models.F("case__current_submission")).visible_to(user)


class ConditionQuerySet(QuerySet[Any]):
    """Conditions, as visible as the case they were set on."""

    def visible_to(self, user: User) -> Self:
        """Whoever sees the case."""
        return self.filter(
            decision__case__in=apps.get_model("endorsement", "Case").objects.visible_to(user).values("pk")
        )

    def of_case(self, case: Any) -> Self:
        """In the order of decisions and numbers."""
        return self.filter(decision__case=case, decision__reversal=None).order_by("decision", "number")

    def waiting(self) -> Self:
        """Nothing was shown yet, or what was shown was not enough."""
        return self.filter(state__in=["open", "rejected"])

    def due_by(self, day: Any) -> Self:
        """Waiting, due on this day or before it, of an endorsement that stands or is suspended, in a project that goes on."""
        good = [status.value for status in (*workflow.IN_GOOD_STANDING, Status.SUSPENDED)]
        rows = self.waiting().exclude(when="every_report").filter(due_on__lte=day, decision__reversal=None)
        rows = rows.filter(decision__case__status__in=good).exclude(decision__case__project__status__in=LIFE_ENDED)
        return rows.order_by("due_on", "pk")

    def _standing(self, user: User) -> Self:
        """Of an endorsement that stands or is suspended, in a project that goes on, as far as this person reads its case."""
        good = [status.value for status in (*workflow.IN_GOOD_STANDING, Status.SUSPENDED)]
        rows = self.visible_to(user).filter(decision__case__status__in=good, decision__reversal=None)
        return rows.exclude(when="every_report").exclude(decision__case__project__status__in=LIFE_ENDED)

    def to_show(self, user: User) -> Self:
        """Those this person sees to and has still to show as met."""
        return self._standing(user).waiting().filter(owner=user)

    def to_judge(self, user: User) -> Self:
        """Those for which evidence was given, on cases this person led and may still act on for headquarters."""
        internal = apps.get_model("endorsement", "Case").objects.internal_to(user).filter(lead=user).values("pk")
        return self._standing(user).filter(state="evidence_given", decision__case__in=internal)

    def holding_the_start(self) -> Self:
        """Those that have to be met or waived before the project starts, and are not yet."""
        return self.filter(when="before_start").exclude(state__in=["met", "waived"])


class OverrideQuerySet(QuerySet[Any]):
    """Orders of the director of DOE to let a project start before its decision."""

    def visible_to(self, user: User) -> Self:
        """Whoever sees the case; and administrators, who carry it out and read nothing of the project."""
        if not getattr(user, "is_active", False):
            return self.none()
        if access.standing(user).anywhere("administer"):
            return self.all()
        return self.filter(case__in=apps.get_model("endorsement", "Case").objects.visible_to(user).values("pk"))

    def for_list(self) -> Self:
        """Those that wait to be carried out first, then the newest."""
        return self.select_related("case", "ordered_by", "carried_out_by").order_by(
            models.F("carried_out_at").desc(nulls_first=True), "-ordered_at", "pk"
        )

    def overdue(self, now: Any) -> Self:
        """Carried out, past their date, and not ended yet."""
        return self.filter(carried_out_at__isnull=False, ended_at=None, until_at__lte=now).order_by("until_at", "pk")

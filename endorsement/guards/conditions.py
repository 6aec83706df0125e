"""What is late of an endorsement's conditions: what suspends it, and what keeps the suspension from being lifted."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from endorsement.clock import GRACE_DAYS
from endorsement.models import Case, Condition
from projects.lateness import today_of
from pvehub.access import Blocker


def past_grace(case: Case, today: date) -> list[Condition]:
    """Conditions by a date whose grace is over and for which nothing waits for TRD's word. A rejection gives a new grace."""
    rows = Condition.objects.of_case(case).waiting().filter(when=Condition.When.BY_DATE)
    return [row for row in rows if _last_day(row) < today]


def _last_day(row: Condition) -> date:
    assert row.due_on is not None  # a database constraint
    since = row.due_on if row.judged_at is None else max(row.due_on, timezone.localdate(row.judged_at))
    return since + timedelta(days=GRACE_DAYS)


def to_lift(case: Case) -> list[Blocker]:
    """Every condition whose grace is over is met or waived; evidence that nobody has judged is not enough."""
    over = today_of(case.project) - timedelta(days=GRACE_DAYS)
    rows = Condition.objects.of_case(case).filter(when=Condition.When.BY_DATE, due_on__lt=over)
    rows = rows.exclude(state__in=[Condition.State.MET, Condition.State.WAIVED])
    sentence = _("Condition %(n)d is past its date and neither met nor waived.")
    return [Blocker(sentence % {"n": row.number}, f"{case.get_absolute_url()}#conditions") for row in rows]

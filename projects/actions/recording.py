"""Values of indicators: recorded, corrected with what stood there kept in the history, taken out with a reason.

They are no part of what is endorsed, so they are written at any time, also while the record itself is with its reviewers.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User

from .. import measuring, permissions
from ..measuring import Said
from ..models import Indicator, IndicatorValue
from .locking import locked


@transaction.atomic
def record_value(indicator: Indicator, said: Said, *, by: User) -> IndicatorValue:
    """A value for a period that has none yet."""
    indicator = _held(indicator, by)
    _judge(indicator, said, list(indicator.values.all()))
    value = IndicatorValue.objects.create(indicator=indicator, recorded_by=by, **vars(said))
    trail.record(
        indicator, "projects.value_recorded", by=by, changes={"value": [None, said.data()]}, note=_period(value)
    )
    return value


@transaction.atomic
def correct_value(value: IndicatorValue, said: Said, *, by: User, seen: int) -> IndicatorValue:
    """Another figure for a period, if it is still the one that was seen; what stood there stays in the history."""
    indicator = _held(value.indicator, by)
    value = _still_there(indicator, value, seen)
    _judge(indicator, said, list(indicator.values.exclude(pk=value.pk)))
    before = measuring.data_of(value)
    if before == said.data():
        return value
    for name, given in vars(said).items():
        setattr(value, name, given)
    value.revision, value.changed_at = value.revision + 1, timezone.now()
    value.save()
    changes = {"value": [before, said.data()]}
    trail.record(indicator, "projects.value_corrected", by=by, changes=changes, note=_period(value))
    return value


@transaction.atomic
def remove_value(value: IndicatorValue, *, by: User, reason: str, seen: int) -> None:
    """A value that should never have stood there goes, with the reason; the history keeps both."""
    indicator = _held(value.indicator, by)
    value = _still_there(indicator, value, seen)
    if not reason.strip():
        raise access.Unmet([_("Say why this value goes.")])
    changes = {"value": [measuring.data_of(value), None]}
    note = f"{_period(value)}: {reason.strip()}"
    value.delete()
    trail.record(indicator, "projects.value_removed", by=by, changes=changes, note=note)


def _held(indicator: Indicator, by: User) -> Indicator:
    """The indicator under the lock of its project, if this person may record its values."""
    project = locked(indicator.project)
    access.require(permissions.why_not_record(by, project))
    found = project.indicators.select_related("term").filter(pk=indicator.pk).first()
    if found is None:
        raise access.Moved(_("Somebody removed this indicator meanwhile."), url=project.get_absolute_url())
    return found


def _still_there(indicator: Indicator, value: IndicatorValue, seen: int) -> IndicatorValue:
    found: IndicatorValue | None = indicator.values.filter(pk=value.pk).first()
    if found is None or found.revision != seen:
        raise access.Moved(_("Somebody changed this value meanwhile."), url=indicator.get_absolute_url())
    return found


def _judge(indicator: Indicator, said: Said, others: list[IndicatorValue]) -> None:
    wrong = measuring.problems(indicator, said, others, timezone.localdate())
    if wrong:
        raise access.Unmet([sentence for _field, sentence in wrong])


def _period(value: IndicatorValue) -> str:
    return f"{value.start_on.isoformat()} – {value.end_on.isoformat()}"

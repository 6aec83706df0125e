"""How long the ground keeps what is no record of the work, and what of it goes with a person."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from pvehub.access.models import AccessRequest, OnceKey
from pvehub.audit.models import READINGS_STAY
from pvehub.jobs.models import Job
from pvehub.notifications.models import Delivery, Notice

from .classes import Retained

CLASSES = [
    Retained(
        _("Who opened, downloaded or asked what"),
        READINGS_STAY,
        _(
            "A leak is looked into within three years; after that the list of who read what is itself a danger to readers."
        ),
        timer="operations.tasks.sweep_retained",
    ),
    Retained(
        _("Sessions"),
        timedelta(0),
        _("A session that has ended opens nothing and still says who was signed in."),
        lambda since: Session.objects.filter(expire_date__lt=since),
    ),
    Retained(
        _("Notices"),
        timedelta(days=365),
        _("What happened stands in the history of each record; a year is what people look back for."),
        # A waiting mail keeps its notice, and a reminder's row keeps the same reminder from being sent again.
        lambda since: Notice.objects.filter(created_at__lt=since, dedupe_key=None).exclude(deliveries__state="waiting"),
    ),
    Retained(
        _("Notices of reminders"),
        timedelta(days=3 * 365),
        _("The row keeps a reminder from being sent twice; no due date is reminded of for three years."),
        lambda since: Notice.objects.filter(created_at__lt=since).exclude(deliveries__state="waiting"),
    ),
    Retained(
        _("Mails of digests"),
        timedelta(days=365),
        _("As the notices they gathered."),
        lambda since: Delivery.objects.filter(created_at__lt=since, notice=None).exclude(state="waiting"),
    ),
    Retained(
        _("Background work that is done"),
        timedelta(days=30),
        _("It is looked at when something is missing, which is noticed within days."),
        lambda since: Job.objects.filter(state="done", finished_at__lt=since),
    ),
    Retained(
        _("Background work that was given up"),
        timedelta(days=180),
        _("Somebody may still be mending what stopped it."),
        lambda since: Job.objects.filter(state="failed", finished_at__lt=since),
    ),
    Retained(
        _("Keys of forms that were sent"),
        timedelta(days=30),
        _("They answer a form that is sent again, which a browser does within days at the most."),
        lambda since: OnceKey.objects.filter(created_at__lt=since),
    ),
    Retained(
        _("Answered requests for access"),
        timedelta(days=2 * 365),
        _("The grant stands by itself; the reason somebody gave is not needed once it has ended."),
        lambda since: AccessRequest.objects.filter(answered_at__lt=since),
    ),
]
GOES = {
    "jobs.Job": None,
    "access.OnceKey": None,
    "access.AccessRequest": None,
    "notifications.Delivery": None,
    "notifications.Notice": None,
    "notifications.Preference": None,
    "notifications.Mute": None,
    "tokens.Token": None,
    "guardian.UserObjectPermission": None,
    "account.EmailAddress": None,
    "mfa.Authenticator": None,
}
STAYS: dict[str, str] = {}

"""How long words typed on a case and not sent are kept, and what of a case goes with a person."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from endorsement.models import Draft
from pvehub.operations.classes import Retained

CLASSES = [
    Retained(
        _("Words typed on a case and not sent"),
        timedelta(days=365),
        _("Nothing typed is lost to a bad line; after a year the case has moved on and nobody else can read them."),
        lambda since: Draft.objects.filter(kept_at__lt=since),
    ),
]
GOES = {"endorsement.CaseUserGrant": None, "endorsement.Draft": None}
STAYS: dict[str, str] = {}

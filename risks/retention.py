"""How long uploaded sheets of risks are kept, and what of risks goes with a person."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from pvehub.operations.classes import Retained
from risks.models import RegisterSheet

CLASSES = [
    Retained(
        _("Sheets of risks that were uploaded"),
        timedelta(days=90),
        _("Applied, its risks stand in the register; not applied, it is out of date."),
        lambda since: RegisterSheet.objects.filter(created_at__lt=since),
    ),
]
GOES = {"risks.RiskUserGrant": None, "risks.RegisterSheet": None}
STAYS: dict[str, str] = {}

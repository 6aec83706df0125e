"""The app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EndorsementConfig(AppConfig):
    """Endorsement stands on the top floor: nothing below imports it."""

    name = "endorsement"
    verbose_name = _("Endorsement")
    default_auto_field = "django.db.models.BigAutoField"

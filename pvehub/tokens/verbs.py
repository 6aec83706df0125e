"""The words of this package's events."""

from django.utils.translation import gettext_lazy as _

VERBS = {"tokens.made": _("Token made"), "tokens.revoked": _("Token revoked")}

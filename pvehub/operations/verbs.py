"""The words of this package's events."""

from django.utils.translation import gettext_lazy as _

VERBS = {"operations.erased": _("Person erased")}

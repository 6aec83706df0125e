"""The words of this package's events."""

from django.utils.translation import gettext_lazy as _

VERBS = {"access.granted": _("Access granted"), "access.withdrawn": _("Access withdrawn")}

"""What a person can be told by this package."""

from django.utils.translation import gettext_lazy as _

from pvehub.notifications.kinds import Kind

KINDS = [Kind("staffing.delegated", label=_("Somebody asks you to act for them"), urgent=False, always=True)]

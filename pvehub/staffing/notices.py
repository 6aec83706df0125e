"""What a person can be told by this package."""

from django.utils.translation import gettext_lazy as _

from pvehub.notifications.kinds import Kind

KINDS = [
    Kind("staffing.invited", label=_("An account was made for you"), always=True),
    Kind("staffing.delegated", label=_("Somebody asks you to act for them"), always=True),
    Kind("staffing.access_asked", label=_("Somebody asks to see something of your office")),
    Kind("staffing.access_answered", label=_("Your request for access was answered"), always=True),
]

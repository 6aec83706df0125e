"""What a person can be told by this package."""

from django.utils.translation import gettext_lazy as _

from pvehub.notifications.kinds import Kind, on

KINDS = on(
    _("Your account"),
    Kind(
        "staffing.invited",
        label=_("An account was made for you"),
        always=True,
        why=_("An administrator made the account in your name."),
    ),
    Kind(
        "staffing.delegated",
        label=_("Somebody asks you to act for them"),
        always=True,
        why=_("A colleague named you to act for them."),
    ),
    Kind(
        "staffing.access_asked",
        label=_("Somebody asks to see something of your office"),
        why=_("You decide for your office who may see more."),
    ),
    Kind(
        "staffing.access_answered",
        label=_("Your request for access was answered"),
        always=True,
        why=_("You asked for access."),
    ),
)

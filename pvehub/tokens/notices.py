"""What people are told about their tokens."""

from django.utils.translation import gettext_lazy as _

from pvehub.notifications.kinds import Kind

KINDS = [
    Kind("tokens.made", label=_("A token was made in your name"), always=True),
    Kind("tokens.revoked", label=_("Your token was revoked"), always=True),
]

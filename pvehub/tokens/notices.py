"""What people are told about their tokens."""

from django.utils.translation import gettext_lazy as _

from pvehub.notifications.kinds import Kind, on

KINDS = on(
    _("Your account"),
    Kind(
        "tokens.made",
        label=_("A token was made in your name"),
        always=True,
        why=_("The token is yours: whoever sits at your screen should not make one unnoticed."),
    ),
    Kind("tokens.revoked", label=_("Your token was revoked"), always=True, why=_("The token was yours.")),
)

"""What the store says when it cannot take or read a file: one sentence, ready to be shown."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class Rejected(ValidationError):
    """The file is not taken, and nothing of it was kept; `sentence` says why. A form can add it to its field."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, code="rejected")
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


def no_room() -> str:
    """The sentence for a full disk, wherever a file was to go."""
    return _("The server has no room to keep this file. Nothing was stored; try again later or tell an administrator.")


class Unreadable(Exception):
    """No text could be had from a stored file within the limits of memory and time."""

"""A copy of a stored file that says nothing of who made it, when and with what."""

from typing import Any

from django.utils.translation import gettext as _

from pvehub.files import child, extract_child, keeping, place
from pvehub.files.models import StoredFile
from pvehub.files.verdicts import Unreadable


def cleaned(stored: StoredFile, *, by: Any) -> StoredFile:
    """The same words and pictures without the properties of the document, as a stored file of its own.

    Raises Unreadable with a sentence where it could not be cleaned, so that nobody hands out what was meant to be clean.
    """
    try:
        with place.path_of(stored.sha256).open("rb") as content:
            ended, clean = child.run("clean", stored.extension, content)
    except OSError as error:
        raise Unreadable(f"{stored} cannot be opened: {error.strerror}") from error
    if ended == extract_child.TELLING:
        raise Unreadable(
            _("It holds comments, tracked changes or embedded parts that name people. Save a copy without them.")
        )
    if ended != extract_child.DONE or not clean:
        raise Unreadable(_("The properties of the document could not be taken out."))
    return keeping.store_own(clean, stored.extension, by=by)

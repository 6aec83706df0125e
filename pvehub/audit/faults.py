"""What a fault may be called where people read it: a sentence where we have one, else its kind. Never its own text, which
may hold a path or words of a record. What more there is stands in the log, under the id of the request."""

import errno
import re

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext, gettext_noop

FULL = gettext_noop("There was no room on the server's disk.")
AWAY = gettext_noop("The database did not answer.")
STOPPED = gettext_noop("The worker stopped in the middle of it every time.")
DISK_FULL = "53100"  # PostgreSQL's own code of it
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_KIND = re.compile(r"[A-Za-z_]\w*")
_PATH = re.compile(r"(?<![\w/])/[^\s:;,\"']+")


def is_full(error: BaseException | None) -> bool:
    """Whether this, or what it came from, is a disk without room: ours, or the database's."""
    while error is not None:
        if isinstance(error, OSError) and (error.errno in _NO_ROOM or _found_no_folder(error)):
            return True
        if getattr(error, "sqlstate", None) == DISK_FULL:
            return True
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return False


def _found_no_folder(error: OSError) -> bool:
    """Python tries each folder for temporary files by writing to it; where all are full it says that there is none."""
    return isinstance(error, FileNotFoundError) and "temporary directory" in str(error)


def words(error: BaseException) -> str:
    """What is kept of it beside a job or a mail: one of the sentences above, else the name of its class."""
    if is_full(error):
        return FULL
    return AWAY if isinstance(error, OperationalError | InterfaceError) else type(error).__name__


def shown(kept: str) -> str:
    """The same for a reader, in their language."""
    if _KIND.fullmatch(kept):
        return gettext("It failed inside the portal (%(kind)s).") % {"kind": kept}
    return gettext(kept) if kept else ""


def without_paths(said: str) -> str:
    """What another program said, without the places it speaks of."""
    return _PATH.sub("…", said)

"""Signing what weighs: whoever last confirmed more than five minutes ago who they are, is asked once more.

The form that was sent waits in the session, is sent on when password or second factor was given, and is then judged as
if it came at that moment: nothing typed is lost, and nothing is signed on rights that have ended meanwhile.
Files do not wait. A form on a guarded page names its own `action`, since its errors are shown under another address.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def is_recent(request: HttpRequest) -> bool:
    """Whether this session's person gave a password or a second factor within the last five minutes."""
    records = get_authentication_records(request, request.user)
    return any(0 <= time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)


def require_recent(request: HttpRequest) -> None:
    """Inside a view, after its own 404 and 403 and before it acts: a POST of a session that is not recent ends here."""
    if request.method == "POST" and not is_recent(request):
        raise ReauthenticationRequired  # allauth's middleware keeps the form and leads to the page that asks


def step_up(view: View) -> View:
    """Wrap a view: a POST of a session that is not recent is answered with the page that asks who it is.

    It asks before the view has looked at anything; where 404 or 403 must come first, call `require_recent` in the view.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_recent(request)
        return view(request, *args, **kwargs)

    return wrapper

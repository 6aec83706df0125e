"""Doors that do not say who could open them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def silent(view: View) -> View:
    """Wrap a view: whoever is not signed in, or no longer, gets what an address that never existed answers.

    A page that leads to the sign-in says that something stands behind it. Addresses of files and of old texts travel in
    downloads, logs and histories of browsers, so theirs says nothing; the page that names them leads to the sign-in.
    """

    @login_not_required
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper

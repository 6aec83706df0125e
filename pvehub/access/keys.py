"""One POST, one act: the retried form gets the first answer, also when both arrive at once."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from .models import OnceKey


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view: a POST whose one-time key this person has used already is answered with the first redirect. What is
    shown in one answer and nowhere else (201) cannot be shown again: the second answer leads to that answer's Location.

    The key is inserted in the same transaction as the act. A second request waits on the unique index until the first
    commits, then finds the answer; if the first failed, the key is gone with it and the second is the first.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request) if request.method == "POST" and request.user.is_authenticated else None
        if key is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            OnceKey.objects.bulk_create(
                [OnceKey(key=key, user_id=request.user.pk, path=request.path[:300])], ignore_conflicts=True
            )
            row = OnceKey.objects.select_for_update().get(key=key, user_id=request.user.pk)
            if row.location:
                return HttpResponseRedirect(row.location)
            response = view(request, *args, **kwargs)
            if 300 <= response.status_code < 400 or response.status_code == HTTPStatus.CREATED:
                OnceKey.objects.filter(pk=row.pk).update(location=response.headers["Location"][:1000])
            else:  # the form came back with its errors: nothing happened, and the same form may be sent again
                OnceKey.objects.filter(pk=row.pk).delete()
            return response

    return wrapper


def first_time(key: uuid.UUID, *, by: Any) -> bool:
    """Whether this person's key is new: for an action that is one of several in a request, in its own transaction.

    Another request with the same key waits on the unique index until this one is through; a failed one leaves no key.
    """
    _row, is_new = OnceKey.objects.get_or_create(key=key, user=by)
    return is_new

"""Asking for access."""

from django.db import transaction

from pvehub.people.models import User

from .models import AccessRequest


@transaction.atomic
def ask(address: str, *, by: User, reason: str) -> AccessRequest:
    """Keep the request. Whoever owns the address, if anyone does, finds it among the requests to their office."""
    return AccessRequest.objects.create(asked_by=by, address=address, reason=reason)

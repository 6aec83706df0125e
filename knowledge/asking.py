"""Which resource stands at an address that somebody asks to see."""

import re
from uuid import UUID

from pvehub.people.models import Office

from .models import Resource

_UID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.I)


def uid_in(address: str) -> UUID | None:
    """The permanent number that stands in a text, if one does."""
    uid = _UID.search(address)
    return UUID(uid[0]) if uid else None


def find(address: str) -> tuple[Resource, Office] | None:
    """The resource whose permanent number is in the text, and the office that owns it."""
    uid = uid_in(address)
    resource = Resource.objects.select_related("owner_office").filter(uid=uid).first() if uid else None
    return (resource, resource.owner_office) if resource else None

"""Which resource stands at an address that somebody asks to see."""

import re

from pvehub.people.models import Office

from .models import Resource

_UID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.I)


def find(address: str) -> tuple[Resource, Office] | None:
    """The resource whose permanent number is in the text, and the office that owns it."""
    uid = _UID.search(address)
    resource = Resource.objects.select_related("owner_office").filter(uid=uid[0]).first() if uid else None
    return (resource, resource.owner_office) if resource else None

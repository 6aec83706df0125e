"""Where grants on one resource are kept: rows die with the resource."""

from __future__ import annotations

from django.db import models

from pvehub.access.models import GroupGrant, UserGrant


class ResourceUserGrant(UserGrant):
    """A right of one person on one resource."""

    content_object = models.ForeignKey("knowledge.Resource", models.CASCADE)


class ResourceGroupGrant(GroupGrant):
    """A right of an address (office and role) on one resource."""

    content_object = models.ForeignKey("knowledge.Resource", models.CASCADE)

"""Who wants to hear when a resource changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Follow(models.Model):
    """A person follows a resource. It gives no right: whoever may no longer read it hears nothing, and hears again once
    they may."""

    resource = models.ForeignKey("knowledge.Resource", models.CASCADE, related_name="follows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    followed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["resource", "user"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.resource_id}"

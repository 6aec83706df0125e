"""A sheet of risks between its upload and its being applied."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .register import Register

if TYPE_CHECKING:
    from pvehub.people.models import User


class RegisterSheetQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """One's own sheets, of registers one still reads."""
        return self.filter(owner=user, register__in=Register.objects.visible_to(user).values("pk"))


class RegisterSheet(models.Model):
    """An uploaded sheet of risks. It changes nothing until it is applied; its owner alone sees it; then its rows go.

    `mapping` says which column of a sheet from elsewhere is which; it is empty for a sheet of our own.
    """

    register = models.ForeignKey(Register, models.CASCADE, related_name="sheets")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="register_sheets")
    name = models.CharField(max_length=200)
    header = models.JSONField()
    rows = models.JSONField()
    mapping = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_counts = models.JSONField(null=True, blank=True)

    objects = RegisterSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_counts__isnull=True)
                | Q(applied_at__isnull=False, applied_counts__isnull=False),
                name="register_sheet_applied_at_and_counts",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("risks:sheet-plan", args=[self.register.code, self.pk])

"""What people say they know, so that colleagues can ask them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from knowledge import querysets


class Expertise(models.Model):
    """What one person knows, told by themselves. Nobody is listed before they ask for it, and nobody is while they serve
    nowhere. It holds nothing but name, office, job title, languages and what they know."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="expertise")
    is_listed = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    themes = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    drivers = models.ManyToManyField("vocabulary.Term", blank=True, related_name="+")
    countries = models.ManyToManyField("people.Country", blank=True, related_name="+")

    objects = querysets.ExpertiseQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user_id)

    def get_absolute_url(self) -> str:
        """The page of the person; the person has to be loaded beside it."""
        return reverse("knowledge:expert-detail", args=[self.user.uid])

"""What people look for: searches they keep, and what was asked and not found."""

from __future__ import annotations

import uuid
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.urls import reverse

from knowledge import querysets, workflow


class SavedSearch(models.Model):
    """Words and filters one person asks again, told of what is new in them as often as they want. It keeps no result: each
    time it is asked anew with the rights its owner has then."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True)
    #: The filters as they stand in the address of the page, without the words: "kind=lesson&theme=CSTAB".
    filters = models.CharField(max_length=1000, blank=True)
    alert = models.CharField(max_length=8, choices=workflow.Alert.choices, default=workflow.Alert.NEVER)
    saved_at = models.DateTimeField()
    #: What was published later than this is new to its owner.
    told_upto = models.DateTimeField()

    #: As with what is restricted, a mail about it says only that something changed: neither its name nor its words.
    tier = 2

    objects = querysets.SavedSearchQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The search as it stands today."""
        return reverse("search:saved-open", args=[self.uid])

    def today_url(self) -> str:
        """The search page with these words and filters, the newest first."""
        asked = [urlencode({"q": self.words})] if self.words else []
        return f"{reverse('search:search-list')}?{'&'.join([*asked, *filter(None, [self.filters]), 'sort=new'])}"

    def is_due(self, there: datetime) -> bool:
        """Whether its owner, where it is `there`, was not told yet this day, or this week."""
        told = self.told_upto.astimezone(there.tzinfo).date()
        if self.alert == workflow.Alert.WEEKLY:
            return told.isocalendar()[:2] < there.date().isocalendar()[:2]
        return self.alert == workflow.Alert.DAILY and told < there.date()


class Asked(models.Model):
    """One question that was asked of the search, kept 180 days for the report of gaps. The report shows words only where
    three people asked them; who asked is needed to count people and is shown to nobody."""

    #: Folded, so that two spellings of one question are one.
    words = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    region = models.ForeignKey("people.Office", models.SET_NULL, null=True, blank=True, related_name="+")
    total = models.PositiveIntegerField()
    has_opened = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = querysets.AskedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["words", "at"], name="asked_words")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.total}"

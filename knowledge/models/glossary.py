"""The glossary: a term of the field, its two levels of definition in each language, and what people say of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge import querysets
from pvehub.people.models import LANGUAGES


class Level(models.TextChoices):
    """The two ways a term is defined: as documents say it, and as one says it to people."""

    INSTITUTIONAL = "institutional", _("Institutional definition")
    FIELD = "field", _("In plain words")


class GlossaryEntry(models.Model):
    """A term of the vocabulary “glossary”, under the number of that term. It is agreed by two people, for the words that
    stand then: other English words make it a working term again."""

    class Status(models.TextChoices):
        """How far the organization stands behind it."""

        WORKING = "working", _("Working term")
        AGREED = "agreed", _("Agreed")
        RETIRED = "retired", _("Retired")

    term = models.OneToOneField("vocabulary.Term", models.PROTECT, primary_key=True, related_name="glossary_entry")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WORKING)
    #: The office that answers for it.
    owner_office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    related: Any = models.ManyToManyField("self", blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    #: Nobody where it came agreed with the portal.
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.CharField(max_length=300, blank=True)

    objects = querysets.GlossaryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | (Q(proposed_by__isnull=False) & ~Q(agreed_by=F("proposed_by"))),
                name="glossary_agreed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status="agreed") | Q(agreed_at__isnull=False), name="glossary_agreed_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(status="retired") | ~Q(retired_why=""), name="glossary_retired_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.term.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("knowledge:glossary-detail", args=[self.pk])

    def notice_title(self) -> str:
        """What a notice calls it."""
        return self.term.name_en


class Definition(models.Model):
    """One version of a term's two definitions in one language. Words never change: other words are the next version. Readers
    see the latest that is published, and only one that says both levels can be."""

    entry = models.ForeignKey(GlossaryEntry, models.PROTECT, related_name="definitions")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    number = models.PositiveSmallIntegerField()
    institutional = models.TextField(blank=True)
    field = models.TextField(blank=True)
    #: When each level last got other words, and when somebody last read them side by side.
    institutional_at = models.DateTimeField()
    field_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    #: Nobody where it came with the portal.
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.DefinitionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["entry", "language", "number"], name="definition_version_once"),
            models.CheckConstraint(
                condition=Q(published_at=None) | (~Q(institutional="") & ~Q(field="")),
                name="definition_published_with_both_levels",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.language} {self.number}"


class GlossaryComment(models.Model):
    """What a reader says of a term. An objection keeps it from being agreed until a curator has answered it."""

    entry = models.ForeignKey(GlossaryEntry, models.PROTECT, related_name="comments")
    text = models.TextField()
    is_objection = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = querysets.GlossaryCommentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="glossary_comment_answered_in_words",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ReadingLevel(models.Model):
    """Which definition somebody wants to see first, where it is not what follows from the office."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    level = models.CharField(max_length=13, choices=Level.choices)

    objects = querysets.ReadingLevelQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.level

"""Terms of the controlled vocabularies. They are merged by redirect, never deleted: old records keep their code."""

from typing import Any, Self

from django.db import models
from django.utils.translation import get_language


class TermQuerySet(models.QuerySet[Any]):
    def of(self, name: str) -> Self:
        """The living terms of one list, in their order."""
        return self.filter(list=name, merged_into__isnull=True, is_retired=False).order_by("position", "pk")


class Term(models.Model):
    """One term of one list, e.g. themes/CSTAB."""

    list = models.SlugField(max_length=24)
    code = models.CharField(max_length=40)
    name_en = models.CharField(max_length=300)
    name_fr = models.CharField(max_length=300, blank=True)
    name_es = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    is_reviewed = models.BooleanField(default=False, help_text="somebody other than the translator has read it")
    is_emerging = models.BooleanField(default=False, help_text="heads filters and the gap map")
    is_retired = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged", null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="term_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language, English where there is none."""
        return getattr(self, f"name_{(get_language() or 'en')[:2]}", "") or self.name_en

    def said(self, name: str) -> str:
        """One of its attributes in the reader's language, in English where there is no other."""
        language = (get_language() or "en")[:2]
        return str(self.attributes.get(f"{name}_{language}") or self.attributes.get(name, ""))

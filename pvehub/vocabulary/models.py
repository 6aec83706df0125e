"""Terms of the controlled vocabularies. They are merged by redirect, never deleted: old records keep their code."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language


class TermQuerySet(models.QuerySet[Any]):
    """Terms of all lists. A merged term stays where records hold it; what it means today is asked when it is read."""

    def of(self, name: str) -> Self:
        """The living terms of one list, in their order."""
        return self.filter(list=name, merged_into__isnull=True, is_retired=False).order_by("position", "pk")

    def kept(self, name: str, held: Iterable["Term"]) -> list["Term"]:
        """What a record that holds some terms can choose from: the living ones, a merged one in the place of that which it
        stands for, and retired ones last. So a form that is saved as it came changes nothing."""
        terms: list[Term] = list(self.of(name))
        places = {term.pk: place for place, term in enumerate(terms)}
        mine = [term for term in held if term.list == name]
        for term in mine:
            place = places.get(term.living.pk)
            if place is None:
                terms.append(term)
            elif terms[place] not in mine:
                terms[place] = term
        return terms

    def meaning(self, name: str, code: str) -> Self:
        """Every term whose records belong under this code today: the term it was merged into, if it was, all that were
        merged into that one, and what stands beneath it. Nothing for a code that never was."""
        named = self.model.objects.filter(list=name, code=code).annotate(today=Coalesce("merged_into_id", F("pk")))
        root = Subquery(named.order_by().values("today")[:1])
        beneath = Q(pk=root) | Q(parent=root) | Q(parent__parent=root)
        merged = Q(merged_into=root) | Q(merged_into__parent=root) | Q(merged_into__parent__parent=root)
        return self.filter(beneath | merged, list=name)

    def meant(self, name: str, code: str) -> Any:
        """The pk of the one term that this code stands for today, as a subquery."""
        named = self.filter(list=name, code=code, is_retired=False).order_by()
        return named.annotate(today=Coalesce("merged_into_id", F("pk"))).values("today")

    def holding(self, name: str, codes: Iterable[str]) -> Self:
        """The terms under which a record with these codes belongs, whichever of them somebody named: the other way round of
        `meaning`, for who follows a theme."""
        named = self.model.objects.filter(list=name, code__in=list(codes)).order_by()
        today = named.annotate(today=Coalesce("merged_into_id", F("pk"))).values("today")
        above = Q(pk__in=today) | Q(children__in=today) | Q(children__children__in=today)
        over = self.model.objects.filter(above, list=name).order_by().values("pk")
        return self.filter(Q(pk__in=over) | Q(merged_into__in=over), list=name)

    def under(self, roots: Any) -> Self:
        """The terms that belong under one of these (pks, each of a term that was not merged): themselves, what stands
        beneath them, and what was merged into any of it."""
        beneath = Q(pk__in=roots) | Q(parent__in=roots) | Q(parent__parent__in=roots)
        merged = Q(merged_into__in=roots) | Q(merged_into__parent__in=roots) | Q(merged_into__parent__parent__in=roots)
        return self.filter(beneath | merged)

    def redirected(self, asked: Mapping[str, str]) -> dict[str, str]:
        """Of the codes asked for, by list, those that were merged, with the code they stand for today; one query, or none
        where nothing is asked."""
        if not asked:
            return {}
        moved = self.filter(list__in=asked, code__in=set(asked.values()), merged_into__isnull=False).order_by()
        rows = moved.values_list("list", "code", "merged_into__code")
        return {name: today for name, code, today in rows if asked[name] == code}

    def moved_on(self, *names: str) -> dict[tuple[str, str], str]:
        """(list, code) of every merged term of these lists -> the code it stands for today; one query."""
        rows = self.filter(list__in=names, merged_into__isnull=False).order_by()
        return {(name, code): today for name, code, today in rows.values_list("list", "code", "merged_into__code")}

    def codes_meaning(self, name: str, code: str) -> list[str]:
        """The codes under which records that belong to this one may stand; at least the code itself. One query."""
        return sorted({code, *self.meaning(name, code).order_by().values_list("code", flat=True)})


class TermManager(models.Manager.from_queryset(TermQuerySet)):  # type: ignore[misc]
    """Each term comes with what it was merged into: its name is asked wherever it is shown."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("merged_into")


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

    objects = TermManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="term_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def living(self) -> "Term":
        """Itself, or what it was merged into. A merge points every older redirect on, so that one step is enough."""
        return self.merged_into or self

    @property
    def name(self) -> str:
        """In the reader's language, English where there is none; of a merged term, that of the term it stands for."""
        living = self.living
        return getattr(living, f"name_{(get_language() or 'en')[:2]}", "") or living.name_en

    def said(self, name: str) -> str:
        """One of its attributes in the reader's language, in English where there is no other."""
        language = (get_language() or "en")[:2]
        return str(self.attributes.get(f"{name}_{language}") or self.attributes.get(name, ""))

"""Reads of the glossary. It is for all staff; what is not published yet is for those who keep it."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest, Lower

from knowledge.querysets.resources import serves
from pvehub import access
from pvehub.people.models import Office, User


def keeps_glossary(user: User) -> bool:
    """Whether this person keeps it: curators of headquarters, and administrators."""
    standing = access.standing(user)
    return serves(user) and (standing.offices("curate_resources") is None or standing.anywhere("administer"))


def _definitions() -> Any:
    return apps.get_model("knowledge", "Definition").objects.order_by()


class GlossaryQuerySet(models.QuerySet[Any]):
    """Terms, seen through the person who asks."""

    def visible_to(self, user: User) -> Self:
        """All staff see what is published in English; those who keep the glossary see all of it."""
        if not serves(user):
            return self.none()
        if keeps_glossary(user):
            return self
        return self.published_in("en")

    def published_in(self, language: str) -> Self:
        """Those with a published definition in this language."""
        live = _definitions().filter(entry=OuterRef("pk"), language=language, published_at__isnull=False)
        return self.filter(Exists(live))

    def living(self) -> Self:
        """Not retired."""
        return self.exclude(status="retired")

    def to_agree(self, user: User) -> Self:
        """Those that somebody else proposed to agree, without an open objection, for who keeps the glossary."""
        if not (serves(user) and keeps_glossary(user)):
            return self.none()
        objections = apps.get_model("knowledge", "GlossaryComment").objects.objections().filter(entry=OuterRef("pk"))
        rows = self.visible_to(user).filter(status="working", proposed_by__isnull=False).exclude(proposed_by=user)
        return rows.filter(~Exists(objections))

    def told_in(self, language: str) -> Self:
        """Each with its published definitions, in this language or, where there are none, in English: `institutional`,
        `field` and `told_in`."""
        live = _definitions().filter(entry=OuterRef("pk"), published_at__isnull=False, language__in={language, "en"})
        # "en" sorts before "es" and "fr": the reader's own language is the last.
        best = live.order_by("-language", "-number")
        return self.annotate(
            **{name: Subquery(best.values(name)[:1]) for name in ("institutional", "field")},
            told_in=Subquery(best.values("language")[:1]),
        )

    def with_languages(self) -> Self:
        """Each with the languages it is published in, `languages`."""
        live = _definitions().filter(entry=OuterRef("pk"), published_at__isnull=False)
        return self.annotate(languages=ArraySubquery(live.order_by("language").values("language").distinct()))

    def for_list(self) -> Self:
        """With its term."""
        return self.select_related("term")

    def by_name(self) -> Self:
        """A to Z, by the English name."""
        return self.order_by(Lower("term__name_en"), "pk")


class DefinitionQuerySet(models.QuerySet[Any]):
    """Versions of definitions."""

    def visible_to(self, user: User) -> Self:
        """Published ones for all staff; drafts for those who keep the glossary."""
        if not serves(user):
            return self.none()
        return self if keeps_glossary(user) else self.filter(published_at__isnull=False)

    def newest(self) -> Self:
        """Of each term and language the last version."""
        later = _definitions().filter(
            entry=OuterRef("entry"), language=OuterRef("language"), number__gt=OuterRef("number")
        )
        return self.exclude(Exists(later))

    def live(self) -> Self:
        """Of each term and language what readers see."""
        published = self.filter(published_at__isnull=False)
        later = _definitions().filter(
            entry=OuterRef("entry"),
            language=OuterRef("language"),
            published_at__isnull=False,
            number__gt=OuterRef("number"),
        )
        return published.exclude(Exists(later))

    def drifted(self) -> Self:
        """Published ones to review together: one level got other words after the other (`levels`), or the English ones did
        after these (`behind`), and nobody has read them side by side since."""
        english = _definitions().filter(entry=OuterRef("entry"), language="en", published_at__isnull=False)
        changed = Greatest("institutional_at", "field_at")
        rows = self.live().exclude(entry__status="retired")
        rows = rows.annotate(
            changed=changed,
            seen=Greatest("institutional_at", "field_at", "reviewed_at"),
            english_at=Subquery(english.order_by("-number").annotate(at=changed).values("at")[:1]),
        )
        read = Q(reviewed_at__isnull=False, reviewed_at__gte=F("changed"))
        levels = ~Q(institutional_at=F("field_at")) & ~read
        behind = ~Q(language="en") & Q(english_at__gt=F("seen"))
        return rows.annotate(
            levels=ExpressionWrapper(levels, models.BooleanField()),
            behind=ExpressionWrapper(behind, models.BooleanField()),
        ).filter(levels | behind)


class GlossaryCommentQuerySet(models.QuerySet[Any]):
    """What readers say of terms."""

    def visible_to(self, user: User) -> Self:
        """Whoever reads the term."""
        entries = apps.get_model("knowledge", "GlossaryEntry").objects.visible_to(user)
        return self.filter(entry__in=entries.order_by().values("pk"))

    def objections(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(is_objection=True, answered_at__isnull=True)


class ReadingLevelQuerySet(models.QuerySet[Any]):
    """Which definition comes first."""

    def first_for(self, user: User) -> str:
        """What this person chose; otherwise at headquarters the institutional one, and in the field the plain one."""
        chosen = self.filter(person=user).values_list("level", flat=True).first()
        if chosen:
            return str(chosen)
        offices = [posting.office for posting in access.standing(user).postings]
        return "institutional" if any(office.kind == Office.Kind.HQ for office in offices) else "field"

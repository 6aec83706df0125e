"""People, offices, countries, who serves where. Nouns and reads only; what changes them is an action of staffing."""

import unicodedata
import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from . import rights
from .querysets import OfficeQuerySet, PostingQuerySet, UserQuerySet

LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]


def sort_key(name: str) -> str:
    """A key that sorts names for people: accents and case folded, since the server sorts by code point."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def named(thing: Any) -> str:
    """The name of a thing in the language of the reader, English where there is none."""
    return getattr(thing, f"name_{(get_language() or 'en')[:2]}", "") or thing.name_en


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes users by e-mail; called by actions of staffing and by tests."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. In events, history and frozen content a person stands as `uid`; name and e-mail live here alone."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    theme = models.CharField(
        _("theme"),
        max_length=5,
        choices=[("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
        default="auto",
    )
    density = models.CharField(
        _("density"), max_length=7, choices=[("normal", _("Normal")), ("compact", _("Compact"))], default="normal"
    )
    has_shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="name and address are gone; the uid stays")

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_nobody_passes_every_door"),
            models.CheckConstraint(condition=Q(erased_at=None) | Q(is_active=False), name="user_erased_is_closed"),
        ]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return gettext("Former colleague")
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)[:200]
        super().save(*args, **kwargs)

    def first_office(self) -> "Office | None":
        """The office of this person's oldest live posting, read once for as long as this object of a request lives."""
        if not hasattr(self, "_first_office"):
            live = Posting.objects.live().filter(user=self).select_related("office")
            posting = live.order_by("starts_at", "pk").first()
            self._first_office = posting.office if posting else None
        return self._first_office


class Country(models.Model):
    """A country or area; `region` is the regional office it belongs to, which is data: regions are redrawn."""

    iso2 = models.CharField(max_length=2, primary_key=True)
    iso3 = models.CharField(max_length=3, unique=True)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120)
    region = models.ForeignKey("Office", models.PROTECT, related_name="countries", null=True)

    name = property(named)

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """Headquarters, a regional office or a country mission: a tree of depth three."""

    class Kind(models.TextChoices):
        HQ = "hq", _("Headquarters")
        REGIONAL = "regional", _("Regional office")
        MISSION = "mission", _("Mission")

    code = models.CharField(max_length=8, unique=True)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True, blank=True)
    path = models.CharField(max_length=40, unique=True, help_text="codes from the root, e.g. HQ/NBO/UG/")
    country = models.ForeignKey(Country, models.PROTECT, related_name="offices", null=True, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    weekend = ArrayField(models.SmallIntegerField(), default=list, help_text="days off, Monday = 0")
    working_language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    has_regional_stage = models.BooleanField(default=False)

    name = property(named)
    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind="hq") | Q(parent__isnull=False), name="office_has_a_parent"),
        ]
        permissions = list(rights.ALL.items())  # what a group may hold on an office

    def __str__(self) -> str:
        return self.name

    @property
    def region(self) -> "Office | None":
        """Its regional office; itself when it is one, none at headquarters."""
        return self if self.kind == self.Kind.REGIONAL else self.parent if self.kind == self.Kind.MISSION else None


class Holiday(models.Model):
    """A day off of one office."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "on"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class Posting(models.Model):
    """Who serves where, in which role, from when until when: the source of every right.

    A posting gives nothing before `starts_at`, nothing from the very second of `ends_at` on, and nothing at all while a
    role that needs a second person's word is unconfirmed. A delegation (`acting_for`) lives inside its principal's own.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="postings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings")
    role = models.SlugField(max_length=24)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    acting_for = models.ForeignKey("self", models.PROTECT, related_name="delegations", null=True, blank=True)
    ceiling = models.SlugField(max_length=12, blank=True, help_text="a delegate may be limited to a risk level")
    needs_confirmation = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "ends_at"]), models.Index(fields=["office", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="posting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="posting_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("user")),
                name="posting_not_confirmed_by_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office.code}:{self.role}"

    def get_absolute_url(self) -> str:
        return reverse("staffing:me")

    def is_live(self, now: datetime) -> bool:
        return (
            self.starts_at <= now
            and (self.ends_at is None or now < self.ends_at)
            and (self.confirmed_at is not None or not self.needs_confirmation)
        )

"""Colleagues named by what is typed: an address, a name, or a name with the office as it is offered while typing."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub.people.models import Posting, User

_OFFERED: Final = re.compile(r"(?P<name>.+?)\s*\((?P<code>[\w-]{1,8})\)$")
MOST: Final = 10


def serving() -> Any:
    """People who serve somewhere today."""
    return User.objects.filter(pk__in=Posting.objects.live().order_by().values("user"))


def wanted(word: str) -> Q:
    """The condition that what was typed names somebody."""
    if "@" in word.lstrip("@"):
        return Q(email__iexact=word)
    given = _OFFERED.match(word)
    if given is None:
        return Q(name__iexact=word.lstrip("@"))
    posted = Posting.objects.live().filter(office__code__iexact=given["code"]).order_by().values("user")
    return Q(name__iexact=given["name"].lstrip("@"), pk__in=posted)


class Names(forms.TextInput):
    """One line of names; those that were ticked beside it are sent under its name too."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All of them, with commas."""
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return ", ".join(one for one in given if one.strip())


def _first(parts: list[str]) -> tuple[str, list[User], list[str]]:
    """The first who is named, those it may be, and what is left; a name may have a comma of its own."""
    for length in (1, 2):
        word = ", ".join(parts[:length])
        if people := list(serving().filter(wanted(word)).order_by("sort_key", "pk")[:2]):
            return word, people, parts[length:]
    return parts[0], [], parts[1:]


class NamesField(forms.CharField):
    """Names or addresses with commas or on lines of their own; cleaned to people who serve somewhere, each once. Whether
    each of them may read it is asked where they are named."""

    def __init__(self, **facts: Any) -> None:
        facts = {"label": _("Name colleagues"), "required": False} | facts
        facts.setdefault(
            "help_text", _("By name or e-mail address, several with a comma. They are told, if they may read it.")
        )
        widget = Names(attrs={"autocomplete": "off", "dir": "auto"})
        super().__init__(max_length=1000, widget=widget, **facts)

    def clean(self, value: Any) -> Any:
        """What is typed and names nobody, or more than one, is said."""
        found: dict[str, list[User]] = {}
        for line in re.split(r"[;\n]+", super().clean(value)):
            parts = [part.strip() for part in line.split(",") if part.strip()]
            while parts:
                word, people, parts = _first(parts)
                found[word] = people
                if len(found) > MOST:
                    raise ValidationError(gettext("Name ten colleagues at most."))
        words = list(found)
        if missing := [word for word in words if not found[word]]:
            raise ValidationError(
                gettext("Nobody who serves at an office is called this: %(names)s.") % {"names": ", ".join(missing)}
            )
        if many := [word for word in words if len(found[word]) > 1]:
            said = gettext("More than one colleague is called this: %(names)s. Give the e-mail address.")
            raise ValidationError(said % {"names": ", ".join(many)})
        return list({found[word][0].pk: found[word][0] for word in words}.values())

"""Colleagues named by their addresses: no list of all people has to be sent over a slow link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext

from pvehub.people.models import Posting, User


class ColleaguesField(forms.CharField):
    """Addresses with commas or on lines of their own; cleaned to people who serve somewhere, each once. Who stands in
    `kept` may stay after they have left."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, most: int, **facts: Any) -> None:
        super().__init__(max_length=2000, **facts)
        self.most, self.kept = most, tuple[User, ...]()

    def clean(self, value: Any) -> Any:
        """Each address that is nobody's is named."""
        asked = list(dict.fromkeys(word for word in re.split(r"[\s,;]+", super().clean(value).lower()) if word))
        if len(asked) > self.most:
            said = ngettext(
                "%(n)d colleague at a time is the most.", "%(n)d colleagues at a time are the most.", self.most
            )
            raise ValidationError(said % {"n": self.most})
        found = {person.email.lower(): person for person in [*self._serving(asked), *self.kept]}
        if missing := [word for word in asked if word not in found]:
            wrong = gettext("Nobody who serves at an office has this address: %(addresses)s.")
            raise ValidationError(wrong % {"addresses": ", ".join(missing[:5])})
        return [found[word] for word in asked]

    def _serving(self, addresses: list[str]) -> Iterable[User]:
        if not addresses:
            return ()
        people: Iterable[User] = User.objects.filter(
            email__in=addresses, pk__in=Posting.objects.live().order_by().values("user")
        )
        return people

"""The shapes a kind is written in: Field and Kind. No database, no form, no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
Entry = Literal["line", "text", "lines", "choice", "date", "year", "number"]


@dataclass(frozen=True)
class Field:
    """One question of a kind: its name in the stored JSON, how it is entered, what it is for."""

    name: str
    label: Text
    hint: Text = ""
    entry: Entry = "text"
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    #: The example helps more than the hint: it is shown under "Good example".
    example: Text = ""
    #: Its answer says where: where the origin is masked it is left out of what readers, search and exports get.
    is_place: bool = False

    def label_of(self, value: str) -> Text:
        """The words for a stored value; the value itself unless it is one of the choices."""
        return dict(self.choices).get(value, value)


@dataclass(frozen=True)
class Kind:
    """One kind of knowledge: its questions, what files it carries, how long it may be trusted."""

    slug: str
    label: Text
    plural: Text
    about: Text
    fields: tuple[Field, ...]
    #: Codes of the vocabulary "resource-types" whose files belong to this kind.
    resource_types: tuple[str, ...] = ()
    #: Months until somebody has to say again that it still holds; None: the year stands for it.
    verify_months: int | None = 24
    #: The role at the owner office that answers for it when its verifier is gone.
    verifier_role: str = "project-officer"
    #: Guidance and donor profiles bind others, so that a second person has to agree.
    needs_two: bool = False

    @property
    def by_name(self) -> Mapping[str, Field]:
        """The questions by their stored name."""
        return {field.name: field for field in self.fields}

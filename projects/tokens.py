"""What a form showed, carried by the form itself in one short hidden field per question. Pure."""

import re
from dataclasses import dataclass

from .content import Data, digest
from .rowsets import ROWSETS
from .sections import FIELDS, SECTION_OF


@dataclass(frozen=True)
class Seen:
    """The draft, revision and fingerprint of the value a form showed: "draft.revision.fingerprint"."""

    draft: int = 0
    revision: int = -1  # unknown: anything that is there already conflicts with what was typed
    fingerprint: str = ""

    @classmethod
    def parse(cls, token: str) -> "Seen":
        parts = token.split(".")
        if len(parts) == 3 and parts[0].isdigit() and parts[1].isdigit() and parts[2].isalnum():
            return cls(int(parts[0][:9]), int(parts[1][:9]), parts[2][:12])
        return cls()

    @classmethod
    def of(cls, value: Data, revision: int, draft: int = 0) -> "Seen":
        return cls(draft, revision, digest(value))

    def shows(self, value: Data) -> bool:
        """Whether this is the very value the form showed: then nobody touched it."""
        return self.fingerprint == digest(value)

    @property
    def base(self) -> str:
        return f"{self.revision}.{self.fingerprint}" if self.revision >= 0 else ""

    def __str__(self) -> str:
        return f"{self.draft}.{self.revision}.{self.fingerprint}"


@dataclass(frozen=True)
class RowKey:
    """Where a text typed into a row belongs: table, row (0: a new one) and column; "locations-12-note" as the name of
    a draft."""

    rows: str
    pk: int
    column: str = ""

    @classmethod
    def parse(cls, name: str) -> "RowKey | None":
        found = re.fullmatch(r"([a-z_]{1,30})-(new|[0-9]{1,18})-([a-z_0-9]{1,24})", name)
        if found is None or found[1] not in ROWSETS:
            return None
        return cls(found[1], 0 if found[2] == "new" else int(found[2]), found[3])

    def __str__(self) -> str:
        return f"{self.rows}-{self.pk or 'new'}-{self.column}"

    @property
    def prefix(self) -> str:
        """What the drafts of all columns of this row begin with."""
        return f"{self.rows}-{self.pk or 'new'}-"


def section_of(name: str) -> str:
    """The section in which a draft of this name is shown: of a field, or of a row."""
    key = RowKey.parse(name)
    return ROWSETS[key.rows].section if key else SECTION_OF[name].slug


def label_of(name: str) -> str:
    """What the field of a draft is called."""
    key = RowKey.parse(name)
    return str(ROWSETS[key.rows].one if key else FIELDS[name].label)

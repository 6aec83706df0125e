"""What a form showed, carried by the form itself in one short hidden field per question. Pure."""

from dataclasses import dataclass

from .content import Data, digest


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

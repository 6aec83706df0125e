"""Reads of what the language check found in the words of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from .cases import OfCaseQuerySet

if TYPE_CHECKING:
    from pvehub.people.models import User


class FindingQuerySet(OfCaseQuerySet):
    """Findings in frozen versions, and the author's words on the working copy, which nobody else reads yet."""

    def visible_to(self, user: User) -> Self:
        """Whoever sees the case reads what was found in its versions; of the working copy, nothing is told here."""
        return super().visible_to(user).filter(submission__isnull=False)

    def being_written(self, case: Any) -> Self:
        """The author's words on the working copy: for the pages on which the project submits, and for no other."""
        return self.filter(case=case, submission=None)

    def now(self, case: Any) -> Self:
        """Found in the version that counts now."""
        return self.filter(case=case, submission=case.current_submission_id, submission__isnull=False)

    def red_lines(self) -> Self:
        """Those that only the lead's word settles."""
        return self.filter(severity="red-line")

    def unjudged(self) -> Self:
        """Red lines that still wait for the lead's word."""
        return self.red_lines().filter(state__in=["open", "kept"])

"""Reads of what the language check found in the words of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Q

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

    def counted_by_term(self) -> dict[str, dict[str, int]]:
        """Code of a word -> in how many cases it was shown, gone in a later version (taken), kept with a reason, cleared
        (stays) and confirmed (goes) by the lead. Counts of cases for figures of which those under three are never shown."""
        rows = self.filter(submission__isnull=False).order_by().values("term")
        rows = rows.annotate(
            shown=Count("case", distinct=True),
            taken=Count("case", filter=Q(state="changed"), distinct=True),
            kept=Count("case", filter=Q(reason__gt=""), distinct=True),
            stays=Count("case", filter=Q(state="cleared"), distinct=True),
            goes=Count("case", filter=Q(state="confirmed"), distinct=True),
        )
        return {row.pop("term"): row for row in rows}

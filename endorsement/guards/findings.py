"""What the language check says of a case: hits with the author's reasons, and what still waits for a word."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from endorsement.models import Case, Finding
from endorsement.models.finding import DECLARATION
from knowledge import language
from knowledge.language import Found
from projects import content
from projects.sections import FIELDS
from projects.watchwords import ADVISORY, Watchlist
from pvehub.access import Blocker
from pvehub.vocabulary.models import Term


@dataclass(frozen=True)
class Weighed:
    """A hit in the text as it stands, with the reason the author gave for these very words, and the row that holds it."""

    hit: Found
    reason: str = ""
    said: Finding | None = None
    typed: str = ""  # what was typed for other words in this place: a beginning, no reason

    @property
    def needs_a_reason(self) -> bool:
        """Advice is only told; the rest goes on with a reason, or as unanswered once its sender said so."""
        return self.hit.severity != ADVISORY and not self.reason


def terms() -> dict[str, Term]:
    """The list of sensitive terms as it stands now; one query."""
    return {term.code: term for term in Term.objects.of("sensitive-terms")}


def words_now(case: Case, listed: dict[str, Term] | None = None) -> list[Weighed]:
    """The hits in the working copy, in the language it would be frozen in, each with what was said of it."""
    watchlist = Watchlist((terms() if listed is None else listed).values())
    return weigh(case, language.check(content.frozen(case.project)["sections"], watchlist))


def weigh(case: Case, found: Sequence[Found]) -> list[Weighed]:
    """Each hit with its reason: what was said while writing, else what stood beside the same words in the version before
    (of an amendment's first version, in the one it stands on)."""
    said: dict[tuple[str, str], Finding] = {}
    before = case.current_submission_id or case.baseline_id
    frozen = Finding.objects.filter(submission=before) if before else Finding.objects.none()
    for row in [*frozen, *Finding.objects.being_written(case)]:
        said[(row.field, row.term)] = row
    weighed = []
    for hit in found:
        row = said.get((hit.field, hit.term))
        typed = row.reason if row else ""
        is_same = row is not None and row.quoted.casefold() == hit.quoted.casefold()
        weighed.append(Weighed(hit, typed if is_same else "", row if is_same else None, typed))
    return weighed


def to_keep_words(weighed: Iterable[Weighed], shown: Collection[str] = ()) -> list[Blocker]:
    """Strong and red-line words without a reason, but for those that their sender was shown and sends unanswered (`shown`,
    by `place`): the check alone holds nothing back, and nothing goes out that nobody looked at."""
    sentence = _("“%(words)s” in “%(field)s”: choose other words, say why these stay, or send them unanswered.")
    return [
        Blocker(
            sentence % {"words": each.hit.quoted, "field": FIELDS[each.hit.field].label}, f"#word-{place(each.hit)}"
        )
        for each in weighed
        if each.needs_a_reason and place(each.hit) not in shown
    ]


def place(hit: Found) -> str:
    """A hit's name in a form and in an address: the field, and the term without what no name may hold."""
    return f"{hit.field}-" + "".join(sign if sign.isalnum() else "-" for sign in hit.term.lower())


def to_settle_red_lines(case: Case) -> list[Blocker]:
    """Every red line in the current version has the lead's word; one sentence for each that has none."""
    found = []
    for row in Finding.objects.now(case).unjudged().order_by("pk"):
        if row.term == DECLARATION:
            sentence = _("The red-line declaration waits for your word: cleared or confirmed.")
            found.append(Blocker(sentence, f"{case.get_absolute_url()}#red-line"))
            continue
        sentence = _("“%(words)s” in “%(field)s” waits for your word: cleared or confirmed.")
        page = reverse("endorsement:finding-judge", args=[case.ref, row.pk])
        found.append(Blocker(sentence % {"words": row.quoted, "field": label(row)}, page))
    return found


def label(row: Finding) -> Any:
    """The name of the field a finding stands in."""
    return FIELDS[row.field].label if row.field in FIELDS else row.field

"""Words that were typed and not sent are kept for their author: field by field, and two texts where two were typed."""

import hashlib
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from endorsement.models import Case, Draft
from pvehub.people.models import User

ALSO = "also:"  # before the name of a field: what was typed into it elsewhere and would have overwritten the other text
LONGEST, MOST = 20_000, 300


def token(words: Mapping[str, str], name: str) -> str:
    """What a form carries of the text it showed: another token means that somebody typed there since."""
    return hashlib.sha256(words[name].encode()).hexdigest()[:12] if name in words else ""


def words_of(case: Case, form: str, by: User) -> tuple[dict[str, str], Draft | None]:
    """What this person typed into a form of the case and has not sent."""
    draft = Draft.objects.filter(case=case, author=by, form=form).first()
    return (dict(draft.words), draft) if draft else ({}, None)


@transaction.atomic
def keep_words(case: Case, form: str, *, by: User, words: Mapping[str, str]) -> Draft | None:
    """Keep what was typed into a form of a case; the next visit to the form finds it. Nothing typed, nothing kept."""
    words = {name: text[:LONGEST] for name, text in list(words.items())[:MOST] if text.strip()}
    if not words:
        return None
    draft = _locked(case, form, by)
    draft.words = words
    draft.save(update_fields=["words", "kept_at"])
    return draft


@transaction.atomic
def keep_word(case: Case, form: str, *, by: User, name: str, text: str, seen: str) -> tuple[Draft, bool]:
    """Keep one field. `seen` is the token of the text the form last knew; where another was kept meanwhile, that one
    stands and this one is kept beside it: the second value says whether it came to that."""
    draft = _locked(case, form, by)
    text, there = text.replace("\x00", "")[:LONGEST], draft.words.get(name, "")
    is_beside = bool(there.strip()) and there != text and token(draft.words, name) != seen
    if len(draft.words) < MOST or name in draft.words:
        draft.words[ALSO + name if is_beside else name] = text
    draft.save(update_fields=["words", "kept_at"])
    return draft, is_beside


@transaction.atomic
def let_go(case: Case, form: str, *, by: User) -> None:
    """The words were sent; the kept copy is no longer needed."""
    _hold(case)
    Draft.objects.filter(case=case, author=by, form=form).delete()


def _hold(case: Case) -> None:
    """The case before its drafts, as whoever decides on it does: in the other order two would wait for each other, and a
    draft could be looked for, taken away by the form that is sent, and made, all at once."""
    Case.objects.select_for_update(of=("self",)).only("pk").get(pk=case.pk)


def _locked(case: Case, form: str, by: User) -> Draft:
    """The draft of this form; a new one where there is none."""
    _hold(case)
    draft, is_new = Draft.objects.get_or_create(case=case, author=by, form=form, defaults={"kept_at": timezone.now()})
    if not is_new:
        draft.kept_at = timezone.now()
    return draft

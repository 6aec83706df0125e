"""Words that could not be sent are kept for their author."""

from django.db import transaction
from django.utils import timezone

from endorsement.models import Case, Draft
from pvehub.people.models import User


@transaction.atomic
def keep_words(case: Case, form: str, *, by: User, words: dict[str, str]) -> Draft | None:
    """Keep what was typed into a form of a case; the next visit to the form finds it. Nothing typed, nothing kept."""
    words = {name: text for name, text in words.items() if text.strip()}
    if not words:
        return None
    draft, _is_new = Draft.objects.update_or_create(
        case=case, author=by, form=form, defaults={"words": words, "kept_at": timezone.now()}
    )
    return draft


@transaction.atomic
def let_go(case: Case, form: str, *, by: User) -> None:
    """The words were sent; the kept copy is no longer needed."""
    Draft.objects.filter(case=case, author=by, form=form).delete()

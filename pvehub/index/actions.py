"""What an editor does to the synonyms. Each change counts for the next question, is on record, and nothing is deleted."""

from django.db import transaction
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.index import permissions, words
from pvehub.index.models import Synonym
from pvehub.index.synonyms import LONGEST
from pvehub.people.models import User

LIGHTEST = 0.1
SPOKEN = ("", "en", "fr", "es", "ar")  # the languages an expansion can be of; none: it holds in all


@transaction.atomic
def add_synonym(term: str, expansion: str, *, by: User, language: str = "", weight: float = 0.8) -> Synonym:
    """Whoever asks for the term is also shown what says the expansion. One that was ended comes back as it is said now."""
    access.require(permissions.why_not_edit_synonyms(by))
    term, expansion = words.plain(term).strip(), words.plain(expansion).strip()
    _require_sense(term, expansion, language, weight)
    synonym, is_new = Synonym.objects.get_or_create(
        term=term, expansion=expansion, defaults={"key": words.key(term), "language": language, "weight": weight}
    )
    if not is_new:
        synonym = Synonym.objects.select_for_update(of=("self",)).get(pk=synonym.pk)
        if synonym.is_active:
            raise access.Unmet([_("“%(term)s” already means “%(other)s”.") % {"term": term, "other": expansion}])
        synonym.language, synonym.weight, synonym.is_active = language, weight, True
        synonym.save(update_fields=["language", "weight", "is_active"])
    trail.record(synonym, "index.synonym_added", by=by, after=f"{term} = {expansion}")
    return synonym


@transaction.atomic
def change_synonym(synonym: Synonym, *, by: User, language: str, weight: float) -> Synonym:
    """How much it counts, and in which language it is said. Other words are another synonym."""
    access.require(permissions.why_not_edit_synonyms(by))
    synonym = _in_use(synonym)
    _require_sense(synonym.term, synonym.expansion, language, weight)
    if (synonym.language, synonym.weight) == (language, weight):
        return synonym
    changes = {"language": [synonym.language, language], "weight": [synonym.weight, weight]}
    synonym.language, synonym.weight = language, weight
    synonym.save(update_fields=["language", "weight"])
    trail.record(synonym, "index.synonym_changed", by=by, changes=changes)
    return synonym


@transaction.atomic
def end_synonym(synonym: Synonym, *, by: User) -> Synonym:
    """From now on it counts for nothing; reference data that is loaded again does not bring it back."""
    access.require(permissions.why_not_edit_synonyms(by))
    synonym = _in_use(synonym)
    synonym.is_active = False
    synonym.save(update_fields=["is_active"])
    trail.record(synonym, "index.synonym_ended", by=by, before=str(synonym))
    return synonym


def _in_use(synonym: Synonym) -> Synonym:
    """The row, locked; Moved where somebody ended it meanwhile."""
    found = Synonym.objects.select_for_update(of=("self",)).get(pk=synonym.pk)
    if not found.is_active:
        raise access.Moved(_("Somebody ended this synonym meanwhile."))
    return found


def _require_sense(term: str, expansion: str, language: str, weight: float) -> None:
    """Everything that is wrong with it at once, each in a sentence."""
    wrong = []
    for text in (term, expansion):
        if not 0 < len(words.key(text).split()) <= LONGEST or len(text) > 200:
            wrong.append(_("“%(text)s” is not a term of one to six words.") % {"text": text[:60]})
    if term and words.key(term) == words.key(expansion):
        wrong.append(_("Accents, capitals and plurals are found anyway: say it in another way."))
    if language not in SPOKEN:
        wrong.append(_("This language is not one the search knows."))
    if not LIGHTEST <= weight <= 1:
        wrong.append(_("The weight is a number from 0.1 to 1."))
    if wrong:
        raise access.Unmet(wrong)

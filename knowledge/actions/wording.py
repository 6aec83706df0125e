"""Words that stay with a reason, the curator's word on red lines in a text, and the register of red lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge import inspecting, permissions
from knowledge.actions.locking import locked, newest
from knowledge.language import Found
from knowledge.models import KeptWord, RedLine, Resource, Revision
from projects.watchwords import RED_LINE
from pvehub import access
from pvehub.audit import trail
from pvehub.people.models import User
from pvehub.vocabulary.models import Term

Ruling, State = KeptWord.Ruling, RedLine.State


@dataclass(frozen=True)
class RedLineSaid:
    """What a curator says of a red line. `terms`: codes of the list of sensitive terms in which it shows itself."""

    statement: str
    rationale: str
    since: str
    source: str
    is_ended: bool = False
    terms: Sequence[str] = field(default_factory=list)


@transaction.atomic
def keep_word(resource: Resource, *, by: User, place: str, term: str, reason: str) -> KeptWord:
    """The author's reason why these very words stay. Whoever curates the text reads it; another reason asks for another
    ruling."""
    resource = locked(resource)
    access.require(permissions.why_not_keep_word(by, resource))
    if not reason:
        raise access.Unmet([_("Say why the words stay.")])
    hit = _hit(resource, place, term)
    told = {"reason": reason, "said_by": by, "said_at": timezone.now()}
    unjudged = {"ruling": "", "judged_by": None, "judged_at": None}
    row, _is_new = resource.kept_words.update_or_create(
        field=hit.field, term=hit.term, quoted=hit.quoted[:300], defaults=told | unjudged
    )
    trail.record(resource, "knowledge.word_kept", by=by, note=reason)
    return row


@transaction.atomic
def judge_word(resource: Resource, *, by: User, place: str, term: str, ruling: str) -> KeptWord:
    """The curator's word on a red line in the text in hand: it may stay, or has to go."""
    resource = locked(resource)
    access.require(permissions.why_not_judge_word(by, resource))
    if ruling not in Ruling.values:
        raise access.Unmet([_("Say whether the words may stay or have to go.")])
    hit = _hit(resource, place, term)
    told = {"ruling": ruling, "judged_by": by, "judged_at": timezone.now()}
    row, _is_new = resource.kept_words.update_or_create(
        field=hit.field, term=hit.term, quoted=hit.quoted[:300], defaults=told
    )
    trail.record(resource, "knowledge.word_judged", by=by, after=ruling)
    return row


def require_rulings(resource: Resource, revision: Revision) -> None:
    """Nothing is published over a red line of which its curator has not said that it may stay."""
    lines = [(hit, label) for hit, label in inspecting.words(resource, revision) if hit.severity == RED_LINE]
    said = KeptWord.objects.said_of(resource) if lines else {}
    waiting = []
    for hit, label in lines:
        row = said.get((hit.field, hit.term, hit.quoted[:300]))
        if row is None or row.ruling != Ruling.STAYS:
            sentence = _("“%(words)s” in “%(field)s” is a red line: say that it may stay, or request changes.")
            waiting.append(sentence % {"words": hit.quoted, "field": label})
    if waiting:
        raise access.Unmet(waiting)


def _hit(resource: Resource, place: str, term: str) -> Found:
    """The hit as it stands in the newest text."""
    for hit, _label in inspecting.words(resource, newest(resource)):
        if (hit.field, hit.term) == (place, term):
            return hit
    raise access.Moved(
        _("These words are no longer in the text."), url=reverse("knowledge:resource-detail", args=[resource.uid])
    )


@transaction.atomic
def propose_red_line(line: RedLine | None, said: RedLineSaid, *, by: User) -> RedLine:
    """A new red line, or another wording of one; it waits for a second curator, and what was agreed stands meanwhile."""
    access.require(permissions.why_not_propose_red_line(by))
    if line is None:
        last = RedLine.objects.select_for_update(of=("self",)).order_by("-number").first()
        words = {"statement": said.statement, "rationale": said.rationale, "since": said.since, "source": said.source}
        line = RedLine.objects.create(
            number=last.number + 1 if last else 1,
            proposed=_asked(said),
            proposed_by=by,
            proposed_at=timezone.now(),
            **words,
        )
    else:
        line = _one(line)
        if line.proposed and line.proposed_by_id != by.pk:
            raise access.Moved(
                _("A colleague has proposed another wording of it: agree, or let it be taken back first."),
                kept={_("Statement"): said.statement, _("Why"): said.rationale},
                url=line.get_absolute_url(),
            )
        line.proposed, line.proposed_by, line.proposed_at = _asked(said), by, timezone.now()
        line.save(update_fields=["proposed", "proposed_by", "proposed_at"])
    trail.record(line, "knowledge.red_line_proposed", by=by, after=said.statement)
    return line


@transaction.atomic
def agree_red_line(line: RedLine, *, by: User, seen: str) -> RedLine:
    """The second of two: from here on it stands as proposed. `seen` is when the proposal that was read was made."""
    line = _one(line)
    access.require(permissions.why_not_agree_red_line(by, line))
    if line.proposed_at is None or line.proposed_at.isoformat() != seen:
        raise access.Moved(_("The proposal was changed while you read it."), url=line.get_absolute_url())
    before, asked = line.state, dict(line.proposed)
    codes, is_ended = asked.pop("terms"), asked.pop("is_ended")
    changes = {name: [getattr(line, name), value] for name, value in asked.items() if getattr(line, name) != value}
    for name, value in asked.items():
        setattr(line, name, value)
    line.version += before != State.PROPOSED
    line.state = State.ENDED if is_ended else State.IN_FORCE
    line.proposed, line.proposed_by, line.proposed_at = {}, None, None
    line.save()
    line.terms.set(Term.objects.of("sensitive-terms").filter(code__in=codes))
    trail.record(line, "knowledge.red_line_agreed", by=by, before=before, after=line.state, changes=changes)
    return line


@transaction.atomic
def take_back_red_line(line: RedLine, *, by: User) -> RedLine | None:
    """What was proposed waits no longer; a line that never held is gone with it."""
    line = _one(line)
    access.require(permissions.why_not_propose_red_line(by))
    trail.record(line, "knowledge.red_line_taken_back", by=by, before=line.proposed.get("statement", ""))
    if line.state == State.PROPOSED:
        line.delete()
        return None
    line.proposed, line.proposed_by, line.proposed_at = {}, None, None
    line.save(update_fields=["proposed", "proposed_by", "proposed_at"])
    return line


def _asked(said: RedLineSaid) -> dict[str, object]:
    return asdict(said) | {"terms": sorted(said.terms)}


def _one(line: RedLine) -> RedLine:
    found: RedLine = RedLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    return found

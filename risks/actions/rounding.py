"""One row of a review round: "no change", "changed" or "closed", saved for itself."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pvehub import access
from pvehub.audit import trail
from pvehub.audit.words import told
from pvehub.people.models import User
from risks.models import Risk
from risks.scoring import Rating
from risks.workflow import RoundAnswer

from .assessing import assess
from .locking import lock_risk
from .reviewing import close, review_unchanged


@transaction.atomic
def answer_review(
    risk: Risk,
    answer: str,
    *,
    seen: int,
    key: uuid.UUID,
    by: User,
    why: str = "",
    current: Rating | None = None,
    confidence: str = "",
    drops_measures: bool = False,
) -> bool:
    """Answer one risk of a round, by the rules of the act it stands for. False where the same form was sent before.

    `seen` is the number of the risk's last event when the page was drawn: another one means that somebody was here
    meanwhile. What "changed" leaves out (inherent, target, speed, who bears it) is as it was last rated.
    """
    risk = lock_risk(risk.pk)
    if not access.first_time(key, by=by):
        return False
    if seen != last_event(risk):
        raise access.Moved(_meanwhile(risk), kept={_("Why"): why} if why else {}, url=risk.get_absolute_url())
    if answer == RoundAnswer.UNCHANGED:
        review_unchanged(risk, by=by, note=why)
    elif answer == RoundAnswer.CHANGED:
        _rate(risk, current, confidence, why=why, key=key, by=by)
    else:
        if not why.strip():
            raise access.Unmet([_("Say why it is closed.")])
        close(risk, reason=why, by=by, drops_measures=drops_measures)
    return True


def _rate(risk: Risk, current: Rating | None, confidence: str, *, why: str, key: uuid.UUID, by: User) -> None:
    """A whole new assessment, of which only the present position is new."""
    last = risk.assessment
    missing = []
    if last is None:
        missing.append(_("It was never rated: rate all three positions on its own page."))
    if current is None:
        missing.append(_("Give the likelihood, and the impact on at least one of the five, from 1 to 5."))
    if not why.strip():
        missing.append(_("Say why the rating changed, and why you are this sure."))
    if last is None or current is None or missing:
        raise access.Unmet(missing)
    ratings = {"inherent": last.rating("inherent"), "current": current, "target": last.rating("target")}
    kept: dict[str, Any] = {"speed": last.speed, "bearers": last.bearers}
    assess(risk, ratings=ratings, confidence=confidence or last.confidence, rationale=why, key=key, by=by, **kept)


def last_event(risk: Risk) -> int:
    """The number of the latest thing that happened to a risk; 0 before anything did."""
    return int(trail.of(risk).aggregate(n=Max("seq"))["n"] or 0)


def _meanwhile(risk: Risk) -> str:
    """What somebody did to the risk since the page was drawn, in words."""
    last = told(trail.of(risk).order_by("-seq")[:1])[0]
    sentence = _("Somebody was here meanwhile: %(what)s, %(who)s. Your words are kept; look at it and send them again.")
    return sentence % {"what": last["label"], "who": last["actor"] or _("the system")}

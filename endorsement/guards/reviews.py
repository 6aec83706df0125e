"""What a review says at least before it is sent."""

from django.utils.translation import gettext as _

from endorsement.models import Review
from pvehub.access import Blocker

# Questions of the checklist that no review leaves out: who is chosen and by what; labels in title, criteria and visibility;
# migration coupled with violence; ownership by the government against use for other ends; direct counter-messaging.
ALWAYS = ("WHO", "STIG", "MIGR", "GOV", "LINE")


def to_give_review(review: Review) -> list[Blocker]:
    """Each of these questions, as far as the frozen list asks it, has a score or a remark."""
    found = []
    for item in review.questions:
        said = review.answers.get(item["code"], {})
        if item["code"] in ALWAYS and said.get("score") is None and not said.get("text", "").strip():
            sentence = _("“%(question)s” needs a score or a remark.") % {"question": item["question"]}
            found.append(Blocker(sentence, f"#id_score_{item['code']}"))
    return found

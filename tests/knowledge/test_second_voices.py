"""What waits for a second curator, and what readers flagged, stands on the desk of who can end it, and on no other."""

import pytest

from knowledge import actions
from tests import make

pytestmark = pytest.mark.django_db


def desk(client):
    return client.get("/").content.decode()


def test_a_curator_finds_what_a_colleague_proposed_and_what_readers_flagged(as_):
    first, second, near = make.curator(), make.curator(), make.specialist("NBO")
    line = make.red_line(by=first, state="proposed", statement="We do not canaryline.")
    flag = make.flag()
    client = as_(second)
    page = desk(client)

    assert "We do not canaryline." in page and f"/knowledge/red-lines/{line.number}/edit/" in page
    assert flag.discussion.get_absolute_url() in page and "Flagged words" in page
    for person in (first, near, make.officer("UG")):
        assert "canaryline" not in desk(as_(person))
    assert "Flagged words" not in desk(as_(flag.discussion.author))

    actions.agree_red_line(line, by=second, seen=line.proposed_at.isoformat())
    actions.rule(flag.discussion, flag.reply, by=second, ruling="keep", reason="It names nobody.")
    page = desk(client)
    assert "Waits for a second curator" not in page and "Flagged words" not in page

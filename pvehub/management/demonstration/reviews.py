"""What the reviewer of the demonstration answers to the checklist: most questions scored, some with a remark."""

from typing import Any

from endorsement import actions as endorsement

SCORES = {
    **dict.fromkeys(("WHERE", "LINK", "CHANGE", "SCOPE", "WRONG", "STIG", "MIGR", "LINE", "SAFE", "DATA", "EXIT"), 3),
    **dict.fromkeys(("WHO", "WHYHERE", "EVID", "GOV", "DONOR", "PARTN", "OTHER", "VOICE", "MEAS", "WOMEN", "YOUTH"), 2),
    **dict.fromkeys(("RES", "CAN"), 1),
}
REMARKS = {
    "WHO": "The criteria follow exposure; who sits on the selecting committee is still to be named.",
    "GOV": "The ministry co-chairs and does not select participants; that is written into the agreement.",
    "LINE": "No message answers a group; the texts speak of work and neighbours.",
    "RES": "Three in a hundred for monitoring is little for the design that is described.",
}


def answers() -> dict[str, Any]:
    """Code → score and remark, for the questions the list asks now."""
    asked = [item["code"] for item in endorsement.questions()]
    said = {code: {"score": SCORES.get(code), "text": REMARKS.get(code, "")} for code in asked}
    return {code: answer for code, answer in said.items() if answer["score"] is not None or answer["text"]}

"""What the reviewer of the demonstration answers to the checklist: most questions scored, some with a remark."""

from typing import Any

from endorsement import actions as endorsement

SCORES = {
    **dict.fromkeys(
        ("WHERE", "LINK", "CHANGE", "SCOPE", "WRONG", "STIG", "MIGR", "LINE", "SAFE", "DATA", "COMM", "EXIT"), 3
    ),
    **dict.fromkeys(
        ("WHO", "WHYHERE", "NARR", "EVID", "GOV", "DONOR", "PARTN", "OTHER", "VOICE", "MEAS", "WOMEN", "YOUTH"), 2
    ),
    **dict.fromkeys(("RES", "CAN"), 1),
}
REMARKS = {
    "WHO": "The criteria follow exposure; who sits on the selecting committee is still to be named.",
    "GOV": "The ministry co-chairs and does not select participants; that is written into the agreement.",
    "LINE": "No message answers a group; the texts speak of work and neighbours.",
    "RES": "Three in a hundred for monitoring is little for the design that is described.",
}


def answers(red_line: str = "") -> dict[str, Any]:
    """Code → score and remark, for the questions the list asks now. `red_line`: what the reviewer says where one is crossed."""
    asked = [item["code"] for item in endorsement.questions()]
    if red_line:
        return {
            code: {"score": 0 if code == "LINE" else 1, "text": red_line if code == "LINE" else ""} for code in asked
        }
    said = {code: {"score": SCORES.get(code), "text": REMARKS.get(code, "")} for code in asked}
    return {code: answer for code, answer in said.items() if answer["score"] is not None or answer["text"]}

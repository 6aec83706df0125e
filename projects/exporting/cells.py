"""One cell, the same in every format: numbers and dates stay what they are, no text is ever taken for a formula. Pure."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

Cell = str | int | Decimal | date | None

# What a spreadsheet may take for the beginning of a formula, in either width; a tab or line end hides one from the eye.
STARTERS = frozenset("=+-@＝＋－＠\t\r\n")
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # what programs skip before they look: controls, marks of direction, blanks
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


def safe(text: str) -> str:
    """The text, with an apostrophe before it where a program might compute it."""
    for sign in text:
        if sign in STARTERS:
            return f"'{text}"
        if unicodedata.category(sign) not in _INVISIBLE:
            break
    return text


def number(text: object) -> Cell:
    """A number out of its text, so that it stays one in the sheet; else the text."""
    said = str(text or "").strip()
    try:
        return Decimal(said) if _NUMBER.fullmatch(said) else said
    except InvalidOperation:
        return said


def day(text: object) -> Cell:
    """A date out of its ISO text; else the text."""
    said = str(text or "")
    try:
        return date.fromisoformat(said) if said else ""
    except ValueError:
        return said

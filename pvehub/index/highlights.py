"""The passage that is shown with a hit, as pieces of plain text: the page escapes them and marks the matches."""

import re

from pvehub.index import words

START, STOP = "\x02", "\x03"
# PostgreSQL reads P/CVE as one word and <b> as a tag; a blank of no width shows them as written and finds what is in.
_NO_WIDTH = "\u200b"
SQL = f"""
case when d.language = 'ar' then left(d.body, 20000) else
ts_headline(case when d.language in ('en', 'fr', 'es') then 'hub_' || d.language else 'hub_ar' end::regconfig,
  replace(replace(translate(d.body, E'\\x02\\x03', '  '), '/', '/{_NO_WIDTH}'), '<', '<{_NO_WIDTH}'), %(tsquery)s::tsquery,
  'StartSel={START}, StopSel={STOP}, MaxFragments=2, MaxWords=28, MinWords=12, FragmentDelimiter=" … "') end
"""
_AROUND = 12  # words on each side of the first match


def pieces(text: str | None, language: str, lexemes: set[str]) -> list[tuple[str, bool]]:
    """A headline as (text, matched) pairs."""
    if not text:
        return []
    if language == "ar":
        return _arabic(text, lexemes)
    found = re.split(f"({START}[^{STOP}]*{STOP})", text.replace(_NO_WIDTH, ""))
    return [(piece.strip(START + STOP), piece.startswith(START)) for piece in found if piece]


def _arabic(text: str, lexemes: set[str]) -> list[tuple[str, bool]]:
    """The same for Arabic, whose words are folded before PostgreSQL sees them."""
    shown = [(word, bool(lexemes.intersection(words.split(word)))) for word in text.split()]
    first = next((place for place, (_, matched) in enumerate(shown) if matched), 0)
    start = max(0, first - _AROUND)
    cut: list[tuple[str, bool]] = []
    for word, matched in shown[start : first + 2 * _AROUND]:
        cut += [(word, matched), (" ", False)]
    return cut[:-1]

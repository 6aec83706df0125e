"""The words of a text with their places, and the forms a word takes in English, French and Spanish. Pure.

Forms are made from the word of the list, not guessed from the text: “immunize” is also “immunizing”, never “immunity”.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

# Invisible signs that word processors leave inside words: soft hyphen, joiners.
_IGNORED: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WORD: Final = re.compile(rf"\w[\w\u0300-\u036f{_IGNORED}]*")
_DROPPED: Final = dict.fromkeys(map(ord, _IGNORED)) | {ord("œ"): "oe", ord("æ"): "ae"}
LONGEST: Final = 60  # no word of a term is longer

#: Of one preposition, what it is with an article or before a vowel.
_OF: Final = frozenset({"de", "du", "des", "d", "del"})
# Endings after the stem of a regular verb, without accents.
_FR_ER: Final = (
    "e es ons ez ent er ais ait ions iez aient ai as a ames ates erent erai eras era erons erez eront erais erait erions"
    " eriez eraient ant ee ees"
).split()
_FR_RE: Final = (
    "re s ons ez ent e es ais ait ions iez aient ant u ue us ues is it irent rai ras ra rons rez ront rais rait rions"
    " riez raient"
).split()
_ES_AR: Final = (
    "ar o as a amos an e es emos en aba abas abamos aban aste aron are aras ara aremos aran aria arias ariamos arian"
    " ando ado ada ados adas arlo arla arlos arlas arse arnos"
).split()
_ES_IR: Final = (
    "ir o es e imos en a as amos an ia ias iamos ian iste io ieron ire iras ira iremos iran iria irian iendo ido ida idos"
    " idas irlo irla irlos irlas irse"
).split()


class Word(NamedTuple):
    """A word of a text: without case and accents, and where it stands in the text as it was written."""

    plain: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in their order; one pass."""
    return [Word(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]


def fold(word: str) -> str:
    """A word without case, accents and invisible signs; "" for one that is longer than any of a term."""
    if len(word) > LONGEST:
        return ""
    return word.lower() if word.isascii() else _folded(word)


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word).casefold()
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_DROPPED)


def forms(word: str, language: str) -> set[str]:
    """Every form of a folded word of a term in its language (en, fr, es): number, gender, and of a verb its forms."""
    if word in _OF and language != "en":
        return set(_OF)
    if len(word) <= 3:
        return {word}
    return {"en": _english, "fr": _french, "es": _spanish}[language](word)


def _english(word: str) -> set[str]:
    found = {word}
    if word.endswith("ies"):
        found.add(f"{word[:-3]}y")
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found.add(word[:-1])
    elif word.endswith("y") and word[-2] not in "aeou":
        found.add(f"{word[:-1]}ies")
    elif word.endswith(("s", "x", "ch", "sh")):
        found.add(f"{word}es")
    else:
        found.add(f"{word}s")
    if word.endswith(("ate", "ize", "ise")):
        found |= {f"{word}d", f"{word[:-1]}ing"}
    return found | {form.replace("iz", "is") for form in found}


def _french(word: str) -> set[str]:
    found: set[str] = set()
    for one in _french_singulars(word):
        found |= {one, *_french_plurals(one)}
        for woman in _french_feminines(one):
            found |= {woman, f"{woman}s"}
    if word.endswith("er"):
        found |= {word[:-2] + ending for ending in _FR_ER}
    if word.endswith("re"):
        found |= _french_re(word[:-2])
    return found


def _french_singulars(word: str) -> set[str]:
    """The word itself and what it may be the plural or the feminine plural of."""
    found = {word}
    if word.endswith("aux"):
        found |= {f"{word[:-3]}al", word[:-1]}
    elif word.endswith(("s", "x")) and not word.endswith(("ss", "oix")):
        found.add(word[:-1])
    return found | {one[:-1] for one in found if one.endswith("ee")}


def _french_plurals(one: str) -> set[str]:
    if one.endswith(("s", "x", "z")):
        return set()
    if one.endswith("al"):
        return {f"{one[:-2]}aux"}
    return {f"{one}x"} if one.endswith(("au", "eu")) else {f"{one}s"}


def _french_feminines(one: str) -> set[str]:
    if one.endswith("teur"):
        return {f"{one[:-4]}trice"}
    for ending, woman in (("eur", "euse"), ("f", "ve"), ("en", "enne"), ("er", "ere")):
        if one.endswith(ending):
            return {one.removesuffix(ending) + woman}
    return {f"{one}e"} if one[-1] in "iudlnt" or one.endswith("e") else set()


def _french_re(stem: str) -> set[str]:
    found = {stem + ending for ending in _FR_RE}
    if stem.endswith("tt"):  # combattre: il combat
        found |= {stem[:-1], f"{stem[:-1]}s"}
    if stem.endswith("nc"):  # vaincre: nous vainquons
        found |= {stem} | {f"{stem[:-1]}qu{ending}" for ending in _FR_RE if ending[0] in "oeai"}
    return found


def _spanish(word: str) -> set[str]:
    ones = {word}
    if word.endswith("ces"):
        ones.add(f"{word[:-3]}z")
    elif word.endswith("es"):
        ones |= {word[:-1], word[:-2]}
    elif word.endswith(("os", "as")):
        ones.add(word[:-1])
    found: set[str] = set()
    for one in ones:
        found |= {one, *_spanish_numbers(one)}
        if one.endswith(("o", "a")):
            other = one[:-1] + ("a" if one.endswith("o") else "o")
            found |= {other, f"{other}s"}
        elif one.endswith(("an", "or", "on")):
            found |= {f"{one}a", f"{one}as"}
    if word.endswith("ar"):
        found |= {_spelled(word[:-2], ending) for ending in _ES_AR}
    if word.endswith("ir"):
        found |= {word[:-2] + ending for ending in _ES_IR}
    return found


def _spanish_numbers(one: str) -> set[str]:
    if one.endswith("z"):
        return {f"{one[:-1]}ces"}
    return {f"{one}s"} if one[-1] in "aeiou" else {f"{one}es"} if one[-1] != "s" else set()


def _spelled(stem: str, ending: str) -> str:
    """Before an e, z is written c and c is written qu: desradicalice, erradique."""
    if ending.startswith("e") and stem[-1] in "zc":
        stem = stem[:-1] + ("c" if stem.endswith("z") else "qu")
    return stem + ending

"""Sums of money in a text: numbers with a currency, and the record's own sums however they are written. Pure.

The text comes folded (lower case, no accents, digits 0-9): see redacting.folded.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

_GAP = r"[ .,'’·]"
_NUMBER = rf"(?<![\d.])\d{{1,3}}(?:{_GAP}\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|(?<![\d.])\d+(?:[.,]\d+)?(?:e\+?\d{{1,2}})?"
_SCALES = {
    "k": 3, "thousand": 3, "mille": 3, "mil": 3, "الف": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6,
    "millon": 6, "millones": 6, "مليون": 6, "bn": 9, "billion": 9, "billions": 9, "milliard": 9, "milliards": 9,
    "مليار": 9, "lakh": 5, "crore": 7,
}  # fmt: skip
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_CODES = (
    "aed afn amd aoa ars aud azn bdt bhd bif bob brl bwp byn cad cdf chf clp cny cop crc czk djf dkk dop dzd egp "
    "etb eur gbp gel ghs gmd gnf gtq gyd hkd hnl htg huf idr inr iqd irr jmd jod jpy kes kgs khr kmf krw kwd kzt lak "
    "lbp lkr lrd lsl lyd mdl mga mkd mmk mru mur mwk mxn myr mzn nad ngn nio nok npr nzd omr pgk php pkr pln pyg qar "
    "ron rsd rwf sar sbd scr sdg sek sgd sle srd ssp syp szl thb tjs tmt tnd ttd twd tzs uah ugx usd uyu uzs ves "
    "vnd xaf xof yer zar zmw zwl"
).split()
_SAID = (
    "dollars? euros? francs? cfa fcfa shillings? chelines naira nairas dinars? dirhams? pounds? livres? libras? rupees? "
    "roupies? rupias? pesos? taka birr yen yuan riyals? rials? afghanis? rand somoni kwachas? cedis? dalasis? "
    "دولار يورو فرنك دينار درهم ريال"
).split()
_CURRENCY = rf"(?:[$€£¥₦₣₵₹₽₺₴₪฿]|(?<![^\W\d])(?:{'|'.join([*_CODES, *_SAID])})(?![^\W\d])|(?<!\w)(?:us|ca|au)\$)"
_RANGE = rf"(?:{_NUMBER})(?:\s*(?:{_SCALE})(?!\w))?(?:\s*(?:-|–|—|to|and|a|et|y|und)\s*(?:{_NUMBER}))?(?:\s*(?:{_SCALE})(?!\w))?"
_LINK = r"\s*(?:de |d['’]|of )?(?:us )?"
_WITH_CURRENCY = re.compile(
    rf"{_CURRENCY}\s*(?:{_RANGE})(?:\s*{_CURRENCY})?|(?:{_RANGE}){_LINK}{_CURRENCY}"
    rf"|(?:[^\W\d_]+[\s-])?(?<!\w)(?:million|millions|millon|millones|thousand|billion|milliards?){_LINK}{_CURRENCY}"
)
_ANY_NUMBER = re.compile(rf"({_NUMBER})(?:\s*({_SCALE})(?!\w))?")
SMALL = 100  # a lone number below it says nothing of a budget, and stands everywhere


def _readings(number: str) -> Iterator[Decimal]:
    """What a number may mean: in "1.234" the sign parts thousands or decimals."""
    bare = re.sub(r"[ '’·]", "", number)
    for text in {re.sub(r"[.,]", "", bare), re.sub(r"[.,](?=.*[.,])", "", bare).replace(",", ".")}:
        try:
            yield Decimal(text)
        except InvalidOperation:
            continue


def numbers(text: str) -> Iterator[Decimal]:
    """The numbers of a text that may be sums of the record, each reading of them."""
    for match in _ANY_NUMBER.finditer(text):
        for value in _readings(match[1]):
            scaled = value.scaleb(_SCALES[match[2]]) if match[2] else value
            if scaled >= SMALL:
                yield scaled.normalize()


def spans(text: str, amounts: frozenset[Decimal]) -> list[tuple[int, int]]:
    """Where sums stand: every number with a currency, and the record's own sums without one, also rounded ("1.2 m")."""
    found = [match.span() for match in _WITH_CURRENCY.finditer(text)]
    if amounts:
        found += [match.span() for match in _ANY_NUMBER.finditer(text) if _is_one(match, amounts)]
    return found


def _is_one(match: re.Match[str], amounts: frozenset[Decimal]) -> bool:
    for value in _readings(match[1]):
        if value.normalize() in amounts:
            return True
        if match[2]:
            scaled = value.scaleb(_SCALES[match[2]])
            if any(abs(scaled - own) * 20 <= own for own in amounts):
                return True
    return False

"""Level words of other organizations, read as steps 1–5: "H", "L/M", "Medium to High", "3 - Possible", "60 %". Pure.

Nothing is averaged: what names two steps, or a word that scales use for two of them, is read as both and the worse one
counts. A text with a word that is not known is not read at all, so that "not likely" never becomes "likely".
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

LIKELIHOOD, IMPACT = "likelihood", "impact"
Steps = tuple[int, int]

# Words by step, folded as `folded` folds them; first those of any scale of five, then those of one axis.
_ANY: Mapping[Steps, tuple[str, ...]] = {
    (1, 1): (
        "very low", "vl", "lowest", "tres faible", "tf", "muy bajo", "muy baja", "mb", "nil",
        "منخفض جدا", "منخفضه جدا", "ضعيف جدا",
    ),
    (2, 2): ("low", "l", "faible", "f", "bas", "basse", "bajo", "baja", "b", "منخفض", "منخفضه", "ضعيف", "ضعيفه"),
    (3, 3): (
        "medium", "m", "med", "moderate", "mod", "average", "moyen", "moyenne", "modere", "moderee", "medio", "media",
        "moderado", "moderada", "متوسط", "متوسطه", "معتدل",
    ),
    (4, 4): (
        "high", "h", "hi", "eleve", "elevee", "fort", "forte", "haut", "haute", "alto", "alta", "a", "elevado", "elevada",
        "عالي", "عال", "عاليه", "مرتفع", "مرتفعه",
    ),
    (4, 5): ("e",),  # "Extreme" in English, "Élevé" in French
    (5, 5): (
        "very high", "vh", "highest", "extreme", "extremely high", "eh", "tres eleve", "tres elevee", "te", "tres fort",
        "muy alto", "muy alta", "ma", "extremo", "extrema", "عالي جدا", "عال جدا", "عاليه جدا", "مرتفع جدا", "مرتفعه جدا",
        "شديد جدا",
    ),
}  # fmt: skip
_LIKELIHOODS: Mapping[Steps, tuple[str, ...]] = {
    (1, 1): (
        "remote", "rare", "very unlikely", "highly unlikely", "extremely unlikely", "almost impossible", "exceptional",
        "tres improbable", "tres peu probable", "exceptionnel", "exceptionnelle", "remota", "remoto", "raro", "rara",
        "muy improbable", "excepcional", "نادر", "نادره", "نادر جدا", "غير محتمل جدا", "مستبعد جدا",
    ),
    (1, 2): ("improbable",),
    (2, 2): ("unlikely", "not likely", "peu probable", "poco probable", "seldom", "غير محتمل", "مستبعد", "قليل الاحتمال"),
    (3, 3): (
        "possible", "occasional", "moderately likely", "even chance", "occasionnel", "posible", "ocasional", "ممكن",
    ),
    (4, 4): ("likely", "probable", "محتمل", "مرجح"),
    (4, 5): ("frequent", "frequente", "frecuente", "متكرر"),
    (5, 5): (
        "almost certain", "very likely", "highly likely", "certain", "near certain", "imminent", "expected",
        "quasi certain", "quasi certaine", "presque certain", "presque certaine", "tres probable", "certaine",
        "casi seguro", "casi segura", "casi cierto", "muy probable", "seguro", "inminente", "شبه مؤكد", "مؤكد",
        "محتمل جدا", "مرجح جدا",
    ),
}  # fmt: skip
_IMPACTS: Mapping[Steps, tuple[str, ...]] = {
    (1, 1): (
        "negligible", "insignificant", "trivial", "negligeable", "insignifiant", "insignifiante", "insignificante",
        "despreciable", "ضئيل", "لا يذكر",
    ),
    (1, 2): ("minor", "mineur", "mineure", "menor", "leve", "طفيف", "طفيفه", "بسيط"),
    (2, 2): ("limited", "small", "marginal", "limite", "limitee", "limitado", "limitada", "محدود", "محدوده"),
    (3, 4): (
        "serious", "significant", "substantial", "grave", "serieux", "serieuse", "significatif", "significative",
        "serio", "seria", "significativo", "significativa", "كبير", "كبيره", "خطير", "خطيره",
    ),
    (4, 4): ("major", "majeur", "majeure", "mayor", "importante", "important", "رئيسي", "جسيم"),
    (4, 5): ("severe", "severo", "severa", "very serious", "tres grave", "muy grave", "شديد", "شديده", "كبير جدا", "خطير جدا"),
    (5, 5): (
        "critical", "catastrophic", "disastrous", "fatal", "critique", "catastrophique", "critico", "critica",
        "catastrofico", "catastrofica", "حرج", "حرجه", "كارثي", "كارثيه",
    ),
}  # fmt: skip
# Beside a level they say nothing about it.
_FILLERS = frozenset(
    "level levels niveau nivel risk risque riesgo likelihood probability probabilite probabilidad impact impacto"
    " severity gravite gravedad score rating between entre from de of the مستوي خطر مخاطر احتمال اثر بين من".split()
)
_JOINTS = re.compile(r"\s*[/|;,\\–—‐-]\s*|\s+(?:to|a|au|or|ou|o|and|et|y|e|hasta|الي|او|و)\s+")
_FRACTION = re.compile(r"(\d{1,6})[.,](\d{1,6})")
_PERCENT = re.compile(r"(?:([<>])\s*)?(\d{1,3}(?:[.,]\d+)?)\s*%?\s*(?:(?:-|–|to|a|hasta)\s*(\d{1,3}(?:[.,]\d+)?)\s*)?%")
_BOUNDS = (Decimal(5), Decimal(20), Decimal(50), Decimal(80))  # where Unlikely, Possible, Likely, Almost certain begin
_LONGEST = 120  # signs; a longer text is no level
_PHRASE = 4  # words of the longest known phrase


@dataclass(frozen=True)
class Level:
    """What a text was read as: from one step to another, of which the worse counts."""

    said: str
    low: int
    high: int

    @property
    def step(self) -> int:
        return self.high

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def is_plain(self) -> bool:
        """Said as our own number, so that there is nothing to report."""
        return self.said.strip() == str(self.high)


def folded(text: str) -> str:
    """Lower case, no accents or vowel marks, one kind of alef, ya and ta, single blanks. Folding twice changes nothing."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in plain
        if unicodedata.category(sign) not in {"Mn", "Cf", "Cc"} or sign in "\t\n\r"
    )
    return " ".join(kept.translate({ord("ى"): "ي", ord("ة"): "ه", ord("ـ"): ""}).split())


def _table(*tables: Mapping[Steps, tuple[str, ...]]) -> dict[str, Steps]:
    found = {str(n): (n, n) for n in range(1, 6)}
    for table in tables:
        found |= {folded(word): steps for steps, words in table.items() for word in words}
    return found


TABLES = {LIKELIHOOD: _table(_ANY, _LIKELIHOODS), IMPACT: _table(_ANY, _IMPACTS)}


def read(text: str, axis: str) -> Level | None:
    """The level a text names on this axis, or None where any part of it is not understood."""
    if len(text) > _LONGEST:
        return None
    table, plain = TABLES[axis], folded(text).strip(" .:*()[]\"'")
    if axis == LIKELIHOOD and (steps := _percent(plain)):
        return Level(text, *steps)
    if match := _FRACTION.fullmatch(plain):
        return _between(text, int(match[1]), int(match[2]))
    if steps := table.get(plain):
        return Level(text, *steps)
    found: list[int] = []
    for piece in _JOINTS.split(plain):
        steps = _piece(piece, table)
        if steps is None:
            return None
        found += steps
    return Level(text, min(found), max(found))


def _piece(piece: str, table: Mapping[str, Steps]) -> Steps | None:
    """One part between two joints: its longest known phrases, beside words that say nothing."""
    words = re.sub(r"[()\[\]:*.\"'=]", " ", piece).split()
    found: list[int] = []
    while words:
        for length in range(min(_PHRASE, len(words)), 0, -1):
            if steps := table.get(" ".join(words[:length])):
                found += steps
                words = words[length:]
                break
        else:
            if words[0] not in _FILLERS:
                return None
            words = words[1:]
    return (min(found), max(found)) if found else None


def _between(text: str, whole: int, rest: int) -> Level | None:
    """A number with point or comma: it lies between two steps, or is one of them."""
    low, high = whole, whole + bool(rest)
    return Level(text, low, high) if 1 <= low and high <= 5 else None


def _percent(text: str) -> Steps | None:
    """A probability, or from one to another; on the border of two steps it is the worse one, an upper bound the lower."""
    if not (match := _PERCENT.fullmatch(text)):
        return None
    sign, first, second = match.groups()
    low = Decimal(first.replace(",", "."))
    high = Decimal(second.replace(",", ".")) if second else low
    if not low <= high <= 100:
        return None
    under = high - Decimal("0.001") if second or sign == "<" else high
    top = _of_share(under, is_over=sign == ">")
    return (min(_of_share(low, is_over=sign == ">"), top), top)


def _of_share(share: Decimal, *, is_over: bool) -> int:
    """The step of a probability in percent. Exactly 80 is still Likely, unless it is said to be over 80."""
    over = [bound for bound in _BOUNDS if (share > bound if bound == _BOUNDS[-1] and not is_over else share >= bound)]
    return 1 + len(over)

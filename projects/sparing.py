"""What of a text is not its author's own wording: quotations, proper names, addresses and codes. Pure, one pass over each.

Where a sign is in doubt, nothing is spared: a quotation that is never closed hides nothing, a capital at the start of a
sentence or in a heading makes no name.
"""

import re
from collections.abc import Sequence
from typing import Final

from .inflecting import Word

Span = tuple[int, int]
#: The longest quotation, in signs: one between marks with a direction, and one between marks that may be apostrophes.
LONGEST, LONGEST_SINGLE = 2000, 400

_MARKS: Final = re.compile("[“”„«»‹›\"‘’‚'\n]")
_CLOSES: Final = {"”": "“„", "»": "«", "›": "‹", "’": "‘‚"}
_OPENS: Final = "“„«‹"
_SINGLES: Final = "‘‚'"


class _Quotations:
    """Marks in the order of the text; of each kind those that are open, as [start, the last paragraph it goes on in]."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: dict[str, list[list[int]]] = {mark: [] for mark in "“„«‹‘‚\"'"}
        self.spans: list[Span] = []
        self.owned: dict[
            str, int
        ] = {}  # where a single quotation began that may have been closed by a plural's apostrophe
        self.paragraph, self.line, self.is_first = 0, 0, True
        for match in _MARKS.finditer(text):
            self._read(match.group(), match.start())

    def _read(self, mark: str, at: int) -> None:
        if mark == "\n":
            self._end_line(at)
            return
        text = self.text
        before, after = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
        can_open = not before.isalnum() and not after.isspace()
        can_close = not before.isspace() and not after.isalnum()
        is_start = self.is_first and not text[self.line : at].strip()
        self.is_first = False
        if mark in "\"'":
            self._straight(mark, at, can_open and (mark == '"' or after.isalpha()), can_close)
        elif mark == "“" and can_close and self.open["„"] and not self.open["“"]:
            self._close("„", at)
        elif mark == "‘" and can_close and self.open["‚"]:
            self._close("‚", at)
        elif mark in _OPENS or (mark in _SINGLES and can_open):
            self._start(mark, at, is_start)
        elif mark in _CLOSES and (mark != "’" or can_close):
            self._end(mark, at, can_open)

    def _end_line(self, at: int) -> None:
        """A new paragraph: single marks may be apostrophes and do not outlive theirs."""
        if self.text[self.line : at].strip():
            self.paragraph += 1
        self.line, self.is_first = at + 1, True
        self.owned.clear()
        for mark in _SINGLES:
            self.open[mark].clear()

    def _start(self, mark: str, at: int, is_start: bool) -> None:
        """A mark repeated at the start of the next paragraph carries the quotation on; any other opens one of its own."""
        rows = self.open[mark]
        self.owned.pop(mark, None)
        if is_start and rows and rows[-1][1] == self.paragraph - 1:
            rows[-1][1] = self.paragraph
        else:
            rows.append([at, self.paragraph])

    def _end(self, mark: str, at: int, can_open: bool) -> None:
        kinds = [kind for kind in _CLOSES[mark] if self.open[kind]]
        if kinds:
            self._close(max(kinds, key=lambda kind: self.open[kind][-1][0]), at)
        elif mark == "’":
            self._end_again("‘", at)
        elif mark == "”" and can_open:  # some write the same mark on both sides
            self.open["“"].append([at, self.paragraph])

    def _straight(self, mark: str, at: int, can_open: bool, can_close: bool) -> None:
        if can_close and self.open[mark]:
            self._close(mark, at)
        elif can_open:
            self.open[mark] = [[at, self.paragraph]]
            self.owned.pop(mark, None)
        elif can_close and mark == "'":
            self._end_again(mark, at)

    def _is_owner(self, at: int) -> bool:
        """Whether the mark may be the apostrophe of a plural: the traders’ enemy."""
        return self.text[at - 1] == "s" and self.text[at + 1 : at + 2] == " " and self.text[at + 2 : at + 3].islower()

    def _end_again(self, kind: str, at: int) -> None:
        """‘The traders’ enemy’: the mark that closes for good counts."""
        start = self.owned.get(kind)
        if start is not None and at - start <= LONGEST_SINGLE and not self._is_owner(at):
            self.spans.append((start, at + 1))
            del self.owned[kind]

    def _close(self, kind: str, at: int) -> None:
        start, paragraph = self.open[kind].pop()
        if kind in "‘'" and self._is_owner(at):
            self.owned[kind] = start
        most = LONGEST_SINGLE if kind in _SINGLES else LONGEST
        is_short = at - start <= most
        if kind == '"':
            is_short = is_short and self.paragraph - paragraph <= 1
        if is_short or (kind not in "\"‘‚'" and paragraph == self.paragraph):
            self.spans.append((start, at + 1))


def quotations(text: str) -> list[Span]:
    """Where somebody else speaks, marks and all; in no order, and one may lie in another."""
    return _Quotations(text).spans


_CHUNK: Final = re.compile(r"\S+")
_MAIL: Final = re.compile(r"\w@\w|^[(\[{“\"'‘«]*@\w")
_FILE: Final = re.compile(
    r"\w\.(?:org|com|net|int|info|edu|gov|eu|fr|es|ch|uk|pdf|docx?|xlsx?|pptx?|csv|txt|html?|php|png|jpe?g|webp|zip)(?!\w)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"[-/_]\d|\d[-/_]")


def codes(text: str) -> list[Span]:
    """Addresses of pages and mail, handles, names of files, and numbers of papers such as UG-CVE-01."""
    return [match.span() for match in _CHUNK.finditer(text) if _is_code(match.group())]


def _is_code(chunk: str) -> bool:
    if "://" in chunk or chunk[:8].lower().lstrip("([{<").startswith("www.") or ("@" in chunk and _MAIL.search(chunk)):
        return True
    if "." in chunk and _FILE.search(chunk):
        return True
    return chunk.isupper() and _NUMBERED.search(chunk) is not None


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Small words inside a name, in three languages.
_SMALL: Final = _set(
    "of the on for to in against and de du des d del la le les l el los las et y e contra contre sur pour para sobre en au"
    " aux al a"
)
_AND: Final = _set("and et y e in en")
_LAW: Final = _set(
    "act law bill convention resolution treaty protocol loi ley convenio resolucion tratado protocolo traite"
)
# What an organization, a programme or a paper is called: with a capital inside a sentence, it is the head of a name.
_KINDS: Final = _LAW | _set(
    "forum committee commission council office bureau centre center unit programme program project strategy plan"
    " directorate department division ministry agency institute network fund initiative coalition group conference summit"
    " organization organisation association"
    " declaration framework academy partnership alliance compact executive secretariat authority court service week day"
    " comite conseil unite projet strategie direction departement ministere agence institut reseau fonds groupe sommet"
    " cadre academie partenariat pacte parquet pole cellule brigade coordination autorite tribunal cour observatoire"
    " comision comisaria consejo oficina centro unidad programa proyecto estrategia direccion departamento ministerio"
    " organizacion asociacion"
    " agencia instituto red fondo iniciativa coalicion grupo conferencia cumbre declaracion marco academia alianza pacto"
    " fiscalia secretaria autoridad corte servicio observatorio foro convencion journee semaine"
)
# What may stand between the head of a French or Spanish name and the rest, without a capital.
_QUALIFIERS: Final = _set(
    "national nationale nationaux mondial mondiale general generale central centrale regional regionale special speciale"
    " international internationale internacional"
    " relative relatif interieur interieure interministeriel interministerielle judiciaire europeen europeenne africain"
    " africaine nacional mundial regional especial relativa relativo europea europeo africana africano"
)
_SAID_OF_FAITH: Final = re.compile("islam|muslim|musul|jihad|yihad|isis")
_STARTS: Final = re.compile(r"[.!?…:•\n\r]")
_ENDS: Final = re.compile(r"[.!?…\n\r]")
_JOINS: Final = re.compile(r"(?:[^\S\n\r]{1,2}|[-\u2010-\u2015'’ʼ/]|[^\S\n\r]?&[^\S\n\r]?)")
_NEAR: Final = 6


class Names:
    """Which words of a text belong to a proper name: a run of capitals inside a sentence that is longer than the words
    asked about, or in French and Spanish what follows the capital head of a name (“Parquet national antiterroriste”)."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self._words = words
        gaps = [text[one.end : two.start] for one, two in zip(words, words[1:], strict=False)]
        self._starts = [True, *(_STARTS.search(gap) is not None for gap in gaps)]
        self._joins = [False, *(_JOINS.fullmatch(gap) is not None for gap in gaps)]
        self._capital = [text[word.start].isupper() for word in words]
        self._run, self._ends = self._runs()
        self._kinds = [0]
        for at in range(len(words)):
            self._kinds.append(self._kinds[-1] + self._is_kind(at))
        self._is_heading = self._headings(text, gaps)

    def spare(self, first: int, last: int) -> bool:
        """Whether the words from the first to the last stand in a name."""
        if self._is_heading[first]:
            return False
        return self._in_capitals(first, last) or self._after_head(first)

    def _is_kind(self, at: int) -> bool:
        if not self._capital[at] or self._starts[at]:
            return False
        plain = self._words[at].plain
        return plain in _KINDS or plain.removesuffix("s") in _KINDS

    def _runs(self) -> tuple[list[int], list[int]]:
        """The first word of the run each word stands in, and by first word the end of its run."""
        found: list[int] = []
        ends = [0] * len(self._words)
        begin, is_open = 0, False
        for at, word in enumerate(self._words):
            is_in = self._capital[at] or word.plain in _SMALL
            if not (is_open and is_in and self._joins[at] and not self._starts[at]):
                begin = at
            is_open = is_in
            found.append(begin)
            ends[begin] = at + 1
        return found, ends

    def _headings(self, text: str, gaps: Sequence[str]) -> list[bool]:
        """Sentences in which capitals mean nothing: Title Case without a full stop, or nothing but capitals."""
        words, found, begin = self._words, [], 0
        for at in range(len(words)):
            gap = gaps[at] if at < len(gaps) else text[words[at].end : words[at].end + 1] or "\n"
            if at < len(gaps) and not _ENDS.search(gap):
                continue
            part = range(begin, at + 1)
            is_loud = all(text[words[n].start : words[n].end].isupper() or not words[n].plain.isalpha() for n in part)
            is_titled = all(self._capital[n] or len(words[n].plain) < 4 or words[n].plain in _SMALL for n in part)
            is_stopped = gap.lstrip()[:1] in tuple(".!?…")
            found += [is_loud or (is_titled and not is_stopped)] * len(part)
            begin = at + 1
        return found

    def _in_capitals(self, first: int, last: int) -> bool:
        hit = range(first, last + 1)
        if not all(self._capital[at] or self._words[at].plain in _SMALL for at in hit):
            return False
        begin = self._run[first]
        end = self._ends[begin]
        if self._run[last] != begin or not any(self._capital[at] for at in hit):
            return False
        kinds = self._kinds[end] - self._kinds[begin] - (self._kinds[last + 1] - self._kinds[first])
        if kinds:
            return True
        if self._starts[first] or any(_SAID_OF_FAITH.search(self._words[at].plain) for at in hit):
            return False
        is_led = first > begin and self._capital[first - 1] and not self._starts[first - 1]
        return is_led or (last + 1 < end and self._capital[last + 1])

    def _after_head(self, first: int) -> bool:
        is_english = False
        for at in range(first, max(first - _NEAR, 0), -1):
            if not self._joins[at] or self._starts[at]:
                return False
            word, is_kind = self._words[at - 1].plain, self._is_kind(at - 1)
            if is_kind:
                return word in _LAW or not is_english
            if word in _AND or not (word in _SMALL or word in _QUALIFIERS or word.isdigit()):
                return False
            is_english = is_english or word in {"of", "on", "for", "to", "against", "the"}
        return False

"""What lists, filters and counts read of a project, worked out by the database from the row itself: no writer can forget it.

Readers of the open sections find a project by what was endorsed, its own people by the working copy. So what a list
searches stands twice: as the working copy says it, and as the open part of the endorsed content does.
"""

from typing import Any, Final

from django.db import models
from django.db.models import F, Func

OPEN_FIELDS: Final = '$.sections[*] ? (@.visibility == "open").fields[*] ? (@.visibility == "open")'
FACTS: Final = (
    *("title", "countries", "themes", "forms_of_ve", "classification"),
    *("start_on", "end_on", "budget", "currency"),
)
# Letters the eye takes for one another are one letter here, in both cases; PostgreSQL's own unaccent is not allowed in a
# column. What stands between words becomes a blank, marks that combine with a letter are dropped.
_LETTERS = {
    "a": "àáâãäåā",
    "e": "èéêëē",
    "i": "ìíîïī",
    "o": "òóôõöøō",
    "u": "ùúûüū",
    "y": "ýÿ",
    "n": "ñ",
    "c": "çćč",
    "s": "şš",
    "z": "žż",
    "ا": "أإآٱ",
    "ي": "ى",
    "ه": "ة",
    " ": "/-_’'",
}
PLAIN: Final = {
    sign: plain for plain, signs in _LETTERS.items() for sign in dict.fromkeys(signs + signs.upper()) if len(sign) == 1
}
DROPPED: Final = "\u0300\u0301\u0302\u0303\u0304\u0308\u030a\u030c\u0327\u0640" + "".join(map(chr, range(0x64B, 0x653)))


def fold(text: str) -> str:
    """A text as the columns of words hold it: what is asked for is folded like what was written."""
    kept = {ord(sign): plain for sign, plain in PLAIN.items()} | dict.fromkeys(map(ord, DROPPED))
    return text.translate(kept).lower()


def _folded(text: str) -> str:
    signs = "".join(PLAIN).replace("'", "''") + DROPPED  # signs without a counterpart are dropped
    return f"lower(translate({text}, '{signs}', '{''.join(PLAIN.values())}'))"


def _endorsed(name: str) -> str:
    return f"coalesce(jsonb_path_query_first(%(expressions)s, '{OPEN_FIELDS} ? (@.name == \"{name}\").value') #>> '{{}}', '')"


def _column(template: str, *columns: Any, output: models.Field, joiner: str = ", ") -> Any:
    expression = Func(*columns, template=template, arg_joiner=joiner)
    return models.GeneratedField(expression=expression, output_field=output, db_persist=True)


def own_words() -> Any:
    """Title, public title and summary of the working copy, folded; the title first, so that it sorts."""
    columns = F("title"), F("public_title"), F("summary")
    return _column(_folded("%(expressions)s"), *columns, output=models.TextField(), joiner=" || E'\\n' || ")


def endorsed_words() -> Any:
    """The same three texts as they were endorsed, folded; null while nothing is."""
    texts = " || E'\\n' || ".join(map(_endorsed, ("title", "public_title", "summary")))
    template = f"CASE WHEN %(expressions)s IS NOT NULL THEN {_folded(texts)} END"
    return _column(template, F("endorsed_content"), output=models.TextField(null=True))


def endorsed_facts() -> Any:
    """The open fields that lists show and filter by, as they were frozen: [{name, data, value, ...}]."""
    named = " || ".join(f'@.name == "{name}"' for name in FACTS)
    template = f"jsonb_path_query_array(%(expressions)s, '{OPEN_FIELDS} ? ({named})')"
    return _column(template, F("endorsed_content"), output=models.JSONField(null=True))


def endorsed_countries() -> Any:
    """The codes of the countries that were endorsed, narrow enough to stand in an index."""
    template = f"jsonb_path_query_array(%(expressions)s, '{OPEN_FIELDS} ? (@.name == \"countries\").data[*]')"
    return _column(template, F("endorsed_content"), output=models.JSONField(null=True))


def endorsed_day(name: str) -> Any:
    """A day that was endorsed, as a date."""
    day = f"(jsonb_path_query_first(%(expressions)s, '{OPEN_FIELDS} ? (@.name == \"{name}\").data') #>> '{{}}')"
    parts = ", ".join(f"substr({day}, {start}, {size})::int" for start, size in ((1, 4), (6, 2), (9, 2)))
    template = f"CASE WHEN {day} ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$' THEN make_date({parts}) END"
    return _column(template, F("endorsed_content"), output=models.DateField(null=True))


def has_endorsed() -> Any:
    """Whether anything was endorsed: narrow enough to stand in an index, where the content itself cannot."""
    return _column("(%(expressions)s IS NOT NULL)", F("endorsed_content"), output=models.BooleanField())

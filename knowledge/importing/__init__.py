"""References from elsewhere: reading the file, saying what each entry is, what is here already, what its draft would say.
Nothing here writes."""

from knowledge.importing.drafting import Draft, draft_of
from knowledge.importing.judging import counted, judge
from knowledge.importing.reading import FORMATS, Unreadable, format_of, opened

__all__ = ["FORMATS", "Draft", "Unreadable", "counted", "draft_of", "format_of", "judge", "opened"]

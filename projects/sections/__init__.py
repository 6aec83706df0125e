"""The record of a project as one table of sections and fields. Pure data.

Forms, the completeness meter, the frozen submission, comment anchors and the version diff all read this table.
"""

from .care import COMMUNICATION, SAFEGUARDS
from .change import CONTEXT, LENSES, RESULTS
from .help import helped
from .proof import DOCUMENTS, MONITORING
from .purpose import CLASSIFICATION, OVERVIEW
from .shape import AGAIN, FREE, NOTIFY, OPEN, REDACT, TEAM, Class, Field, Kind, Section
from .tables import TABLES
from .who import PARTNERS, PEOPLE, SAFETY

SECTIONS: tuple[Section, ...] = tuple(
    helped(section)
    for section in (
        OVERVIEW,
        CLASSIFICATION,
        CONTEXT,
        RESULTS,
        PEOPLE,
        PARTNERS,
        SAFETY,
        SAFEGUARDS,
        COMMUNICATION,
        MONITORING,
        DOCUMENTS,
    )
)
BY_SLUG: dict[str, Section] = {section.slug: section for section in SECTIONS}
FIELDS: dict[str, Field] = {field.name: field for section in SECTIONS for field in section.fields}
SECTION_OF: dict[str, Section] = {field.name: section for section in SECTIONS for field in section.fields}

__all__ = [
    "AGAIN",
    "BY_SLUG",
    "Class",
    "FIELDS",
    "FREE",
    "LENSES",
    "NOTIFY",
    "OPEN",
    "REDACT",
    "SECTIONS",
    "SECTION_OF",
    "TABLES",
    "TEAM",
    "Field",
    "Kind",
    "Section",
]

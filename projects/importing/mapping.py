"""Which column of a list is which field of ours: guessed from its name, corrected by the person who imports."""

import unicodedata
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TARGETS: dict[str, Any] = {
    "external_id": gettext_lazy("Identifier"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "countries": gettext_lazy("Countries"),
    "implementers": gettext_lazy("Implementing organizations"),
    "donors": gettext_lazy("Donors"),
    "budget": gettext_lazy("Budget"),
    "currency": gettext_lazy("Currency"),
    "start_on": gettext_lazy("Starts on"),
    "end_on": gettext_lazy("Ends on"),
    "themes": gettext_lazy("Themes (our list)"),
    "parent": gettext_lazy("Identifier of the project it belongs to"),
    "contact": gettext_lazy("Published contact of the organization"),
}
# What only IATI says, row by row; nobody chooses a column for it.
SILENT = ("children", "language")
# Names of columns as lists of donors, ministries and missions have them, folded; the first that is there wins.
NAMES: dict[str, tuple[str, ...]] = {
    "external_id": (
        "projectid",
        "identifier",
        "iatiidentifier",
        "id",
        "reference",
        "ref",
        "code",
        "projectcode",
        "identifiant",
    ),
    "title": ("projecttitle", "title", "projectname", "name", "titre", "intitule", "titulo", "nombre"),
    "summary": ("summary", "description", "projectdescription", "resume", "resumen", "descripcion"),
    "countries": ("projectlocation", "country", "countries", "location", "pays", "pais", "paises"),
    "implementers": (
        "projectimplementor",
        "implementor",
        "implementer",
        "implementers",
        "implementingpartner",
        "implementingorganization",
        "partenairedemiseenoeuvre",
        "ejecutor",
    ),  # fmt: skip
    "donors": ("donor", "donors", "fundingorganization", "fundedby", "bailleur", "bailleurs", "donante", "donantes"),
    "budget": ("projectbudget", "budget", "amount", "totalbudget", "montant", "presupuesto", "importe"),
    "currency": ("currency", "devise", "moneda"),
    "start_on": ("projectstartdate", "startdate", "start", "starts", "datededebut", "debut", "fechadeinicio", "inicio"),
    "end_on": ("projectenddate", "enddate", "end", "ends", "datedefin", "fin", "fechadefin"),
    "themes": (),
    "parent": ("parentid", "parent", "decision", "decisionid", "relatedactivity"),
    "contact": (),
}
# The columns the reader of IATI makes of an activity.
IATI = {
    "external_id": "iati-identifier",
    "title": "title",
    "summary": "description",
    "start_on": "activity-date: start",
    "end_on": "activity-date: end",
    "budget": "budget",
    "currency": "currency",
    "countries": "recipient-country",
    "donors": "participating-org: funding",
    "implementers": "participating-org: implementing",
    "parent": "related-activity: parent",
    "children": "related-activity: child",
    "contact": "contact-info",
    "language": "xml:lang",
}


@dataclass(frozen=True)
class Mapping:
    """Columns by target, and what the list does not say: the currency of its amounts, the language of its texts."""

    columns: dict[str, str] = field(default_factory=dict)  # target -> name of a column
    currency: str = ""
    language: str = "en"

    @classmethod
    def from_json(cls, said: Any) -> "Mapping":
        """From a mapping file or a stored row: {"title": "Name of the column", ...}, the currency and the language of the
        list beside them, or the same with the columns under "columns". Raises ValueError with a sentence for other forms.
        """
        if not isinstance(said, dict):
            raise ValueError(_form())
        flat = {name: value for name, value in said.items() if name not in ("columns", "language", "list_currency")}
        nested = "columns" in said
        named = said["columns"] if nested else flat
        if not isinstance(named, dict) or not all(isinstance(name, str | None) for name in named.values()):
            raise ValueError(_form())
        unknown = sorted(set(named) - set(TARGETS) - set(SILENT))
        unknown += sorted(set(flat) - {"currency"}) if nested else []
        if unknown:
            raise ValueError(
                _("The mapping names fields that do not exist: %(names)s.") % {"names": ", ".join(unknown)[:200]}
            )
        currency = said.get("currency" if nested else "list_currency") or ""
        columns = {target: name for target, name in named.items() if name}
        return cls(columns, str(currency)[:3].upper(), str(said.get("language") or "en")[:2])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def problems(self, header: list[str]) -> list[str]:
        """Why no row can be read with this mapping; empty when it can."""
        found = [
            _("Say which column holds “%(field)s”.") % {"field": TARGETS[target]}
            for target in ("external_id", "title")
            if target not in self.columns
        ]
        for target, name in self.columns.items():
            if name not in header:
                found.append(_("There is no column “%(name)s” (%(field)s).") % {"name": name, "field": TARGETS[target]})
        return found


def _form() -> str:
    return _('A mapping reads {"external_id": "Name of its column", "title": "Name of its column"} and so on.')


def folded(text: str) -> str:
    """Lower case without accents, blanks and signs, to compare names of columns and countries."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def guess(header: list[str], *, language: str = "en", kind: str = "csv") -> Mapping:
    """The mapping the names of the columns suggest, each column used once; that of IATI is known."""
    if kind == "iati":
        return Mapping(dict(IATI), "", language)
    by_name = {folded(name): name for name in reversed(header)}
    columns: dict[str, str] = {}
    for target, names in NAMES.items():
        found = next((by_name[name] for name in names if name in by_name and by_name[name] not in columns.values()), "")
        if found:
            columns[target] = found
    return Mapping(columns, "", language)

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
    "budget": gettext_lazy("Budget"),
    "currency": gettext_lazy("Currency"),
    "start_on": gettext_lazy("Starts on"),
    "end_on": gettext_lazy("Ends on"),
    "themes": gettext_lazy("Themes (our list)"),
    "parent": gettext_lazy("Identifier of the project it belongs to"),
}
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
    "budget": ("projectbudget", "budget", "amount", "totalbudget", "montant", "presupuesto", "importe"),
    "currency": ("currency", "devise", "moneda"),
    "start_on": ("projectstartdate", "startdate", "start", "starts", "datededebut", "debut", "fechadeinicio", "inicio"),
    "end_on": ("projectenddate", "enddate", "end", "ends", "datedefin", "fin", "fechadefin"),
    "themes": (),
    "parent": ("parentid", "parent", "decision", "decisionid", "relatedactivity"),
}


@dataclass(frozen=True)
class Mapping:
    """Columns by target, and what the list does not say: the currency of its amounts, the language of its texts."""

    columns: dict[str, str] = field(default_factory=dict)  # target -> name of a column
    currency: str = ""
    language: str = "en"

    @classmethod
    def from_json(cls, said: Any) -> "Mapping":
        """From a mapping file or a stored row. Raises ValueError with a sentence when it is not of that form."""
        if not isinstance(said, dict) or not isinstance(said.get("columns", {}), dict):
            raise ValueError(_('A mapping reads {"columns": {"title": "Name of the column"}, "currency": "EUR"}.'))
        unknown = sorted(set(said.get("columns", {})) - set(TARGETS))
        if unknown:
            raise ValueError(
                _("The mapping names fields that do not exist: %(names)s.") % {"names": ", ".join(unknown)}
            )
        columns = {target: str(name) for target, name in said.get("columns", {}).items() if name}
        return cls(columns, str(said.get("currency", ""))[:3].upper(), str(said.get("language", "en"))[:2])

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


def folded(text: str) -> str:
    """Lower case without accents, blanks and signs, to compare names of columns and countries."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def guess(header: list[str], *, language: str = "en") -> Mapping:
    """The mapping the names of the columns suggest; each column is used once."""
    by_name = {folded(name): name for name in reversed(header)}
    columns: dict[str, str] = {}
    for target, names in NAMES.items():
        found = next((by_name[name] for name in names if name in by_name and by_name[name] not in columns.values()), "")
        if found:
            columns[target] = found
    return Mapping(columns, "", language)

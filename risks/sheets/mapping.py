"""Which column of a sheet from elsewhere is which: guessed from its name in English, French, Spanish; corrected by a person."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.importing.mapping import folded
from risks.scoring import Dimension
from risks.workflow import POSITIONS

from .columns import OWN, label

TEXTS = {
    "event": _("The risk itself, or the event"),
    "cause": _("Cause"),
    "consequence": _("Consequence"),
    "category": _("Category"),
    "owner": _("Owner"),
    "strategy": _("Strategy"),
    "rationale": _("Why it is rated so"),
    "confidence": _("Confidence"),
    "measure": _("What is done about it"),
    "measure_due": _("When that is due"),
}
LEVELS = tuple(
    f"{position}_{axis}" for position in ("current", "inherent", "target") for axis in ("likelihood", "impact")
)
TARGETS = (*TEXTS, *LEVELS)
# Names of columns as registers of others have them, folded; the first that is there wins.
NAMES: dict[str, tuple[str, ...]] = {
    "event": (
        "event", "riskevent", "risk", "riskdescription", "descriptionofrisk", "risktitle", "riskname", "riskstatement",
        "description", "risque", "evenement", "descriptiondurisque", "intituledurisque", "riesgo", "evento",
        "descripciondelriesgo", "descripcion",
    ),
    "cause": (
        "cause", "causes", "riskcause", "rootcause", "rootcauses", "riskfactor", "riskfactors", "drivers", "source",
        "facteursderisque", "causa", "causas", "factoresderiesgo",
    ),
    "consequence": (
        "consequence", "consequences", "effect", "effects", "potentialimpact", "impactdescription", "potentialconsequences",
        "effets", "consecuencia", "consecuencias", "efecto", "efectos",
    ),
    "category": (
        "category", "riskcategory", "risktype", "type", "typeofrisk", "categorie", "categoriederisque", "typederisque",
        "categoria", "categoriaderiesgo", "tipoderiesgo", "tipo",
    ),
    "owner": (
        "owner", "riskowner", "responsible", "responsibleperson", "focalpoint", "proprietaire", "proprietairedurisque",
        "responsable", "propietario", "responsabledelriesgo",
    ),
    "strategy": ("strategy", "response", "riskresponse", "treatment", "strategie", "reponse", "estrategia", "respuesta"),
    "rationale": (
        "rationale", "justification", "comments", "comment", "remarks", "justificacion", "commentaires", "observations",
        "comentarios", "observaciones",
    ),
    "confidence": ("confidence", "confidencelevel", "confiance", "niveaudeconfiance", "confianza"),
    "measure": (
        "mitigation", "mitigations", "mitigationmeasures", "mitigatingmeasures", "mitigationmeasure", "controls", "measures",
        "action", "actions", "riskmitigation", "mesures", "mesuresdattenuation", "attenuation", "medidas",
        "medidasdemitigacion", "mitigacion",
    ),
    "measure_due": (
        "duedate", "deadline", "due", "targetdate", "bywhen", "echeance", "dateecheance", "datelimite", "plazo",
        "fechalimite", "fecha",
    ),
    "current_likelihood": (
        "currentlikelihood", "residuallikelihood", "residualprobability", "likelihoodresidual", "likelihood", "probability",
        "l", "p", "likelihoodrating", "likelihoodscore", "probabiliteresiduelle", "probabilite", "vraisemblance",
        "probabilidadresidual", "probabilidad",
    ),
    "current_impact": (
        "currentimpact", "residualimpact", "residualseverity", "impactresidual", "impact", "severity", "i", "impactrating",
        "impactscore", "impactresiduel", "gravite", "impactoresidual", "impacto", "gravedad", "severidad",
    ),
    "inherent_likelihood": (
        "inherentlikelihood", "initiallikelihood", "grosslikelihood", "inherentprobability", "likelihoodinherent",
        "probabiliteinherente", "probabilitebrute", "probabiliteinitiale", "probabilidadinherente", "probabilidadinicial",
    ),
    "inherent_impact": (
        "inherentimpact", "initialimpact", "grossimpact", "inherentseverity", "impactinherent", "impactbrut",
        "impactinitial", "impactoinherente", "impactoinicial",
    ),
    "target_likelihood": (
        "targetlikelihood", "targetprobability", "likelihoodtarget", "probabilitecible", "probabilidadobjetivo",
    ),
    "target_impact": ("targetimpact", "targetseverity", "impacttarget", "impactcible", "impactoobjetivo"),
}  # fmt: skip


@dataclass(frozen=True)
class Mapping:
    """Columns by target, and what the sheet does not say: category, what the impact falls on, language of the texts."""

    columns: dict[str, str] = field(default_factory=dict)
    category: str = ""
    dimension: str = Dimension.PROGRAMME.value
    language: str = "en"

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Mapping":
        return cls(**said)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def is_own(header: list[str]) -> bool:
    """Whether the sheet was taken out of here: its columns are known by their names."""
    return all(name in header for name in OWN)


def guess(header: list[str], *, language: str) -> Mapping:
    """The mapping that the names of the columns suggest, each column used once."""
    by_name = {folded(name): name for name in reversed(header)}
    columns: dict[str, str] = {}
    for target, names in NAMES.items():
        found = next((by_name[name] for name in names if name in by_name and by_name[name] not in columns.values()), "")
        if found:
            columns[target] = found
    return Mapping(columns, language=language)


def target_label(target: str) -> str:
    """What a target is called on the page."""
    position, _sign, axis = target.partition("_")
    return label(f"{position}_{axis}") if position in POSITIONS else str(TEXTS[target])

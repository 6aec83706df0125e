"""The nouns of the risk registers. Fields, constraints and triggers; no queries, no rules about people."""

from .acceptance import Acceptance, AcceptanceStep
from .escalation import Escalation
from .gate import BrokenPosition, Countersign, DiffConfirmation, RegisterAssumption
from .incident import Incident
from .method import AssumptionRule, Category, LibraryRisk, MatrixVersion
from .portfolio import PortfolioSnapshot
from .register import CategoryScreening, Register, RegisterSnapshot
from .risk import Assessment, Risk, RiskGroupGrant, RiskUserGrant, Treatment
from .sheets import RegisterSheet

__all__ = [
    "Acceptance",
    "AcceptanceStep",
    "Assessment",
    "AssumptionRule",
    "BrokenPosition",
    "Category",
    "CategoryScreening",
    "Countersign",
    "DiffConfirmation",
    "Escalation",
    "Incident",
    "LibraryRisk",
    "MatrixVersion",
    "PortfolioSnapshot",
    "Register",
    "RegisterAssumption",
    "RegisterSheet",
    "RegisterSnapshot",
    "Risk",
    "RiskGroupGrant",
    "RiskUserGrant",
    "Treatment",
]

"""The nouns of the risk registers. Fields, constraints and triggers; no queries, no rules about people."""

from .acceptance import Acceptance, AcceptanceStep
from .method import AssumptionRule, Category, LibraryRisk, MatrixVersion
from .register import CategoryScreening, Register, RegisterSnapshot
from .risk import Assessment, Risk, RiskGroupGrant, RiskUserGrant, Treatment

__all__ = [
    "Acceptance",
    "AcceptanceStep",
    "Assessment",
    "AssumptionRule",
    "Category",
    "CategoryScreening",
    "LibraryRisk",
    "MatrixVersion",
    "Register",
    "RegisterSnapshot",
    "Risk",
    "RiskGroupGrant",
    "RiskUserGrant",
    "Treatment",
]

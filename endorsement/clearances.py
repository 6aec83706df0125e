"""Which clearances a frozen version asks for, read from the version alone. Pure data and functions."""

from collections.abc import Mapping
from typing import Any

from endorsement.workflow import ORDINARY_BANDS, ClearanceKind

K = ClearanceKind
# By code of the vocabularies. Returnees, former fighters, children, detention, communication work.
TRIGGERS: dict[str, dict[str, tuple[ClearanceKind, ...]]] = {
    "target_groups": {
        "RTF": (K.LEGAL, K.PROTECTION),
        "FAF": (K.LEGAL, K.SECURITY),
        "CHD": (K.PROTECTION,),
        "DET": (K.LEGAL, K.PROTECTION),
    },
    "themes": {
        "REINT": (K.PROTECTION,),
        "DDR": (K.LEGAL, K.SECURITY),
        "PRISN": (K.LEGAL, K.PROTECTION),
        "ALTNA": (K.MEDIA,),
    },
}
HIGH = ("high", "very_high", "extreme")


def wanted(content: Mapping[str, Any], worst_residual: str) -> dict[ClearanceKind, list[str]]:
    """The kinds this version needs, in order, each with what asks for it: the field's codes, or `high-residual`."""
    found: dict[ClearanceKind, list[str]] = {}
    for section in content.get("sections", []):
        for item in section["fields"]:
            for code in item["data"] if item["name"] in TRIGGERS and isinstance(item["data"], list) else []:
                for kind in TRIGGERS[item["name"]].get(code, ()):
                    found.setdefault(kind, []).append(code)
    if worst_residual in HIGH or worst_residual not in ORDINARY_BANDS:
        found.setdefault(K.RISK, []).append("high-residual")
    return {kind: found[kind] for kind in K if kind in found}

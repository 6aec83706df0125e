"""One plain builder per noun: make.officer(), make.project(), make.case(status=...); they live in tests/making."""

from importlib import import_module
from importlib.util import find_spec

for _part in (
    "ground",
    "post",
    "projects",
    "importing",
    "portfolio",
    "life",
    "monitoring",
    "risks",
    "risks_rounds",
    "risks_method",
    "risks_gate",
    "risks_accept",
    "risks_portfolio",
    "risks_sheets",
    "knowledge",
    "k_origin",
    "k_find",
    "k_trust",
    "k_use",
    "endorsement",
    "clock",
    "amend",
    "decide",
    "board",
    "lang",
    "reports",
    "compendium",
    "exporting",
    "change",
    "k_voc",
    "k_imp",
    "k_talk",
    "k_promise",
    "k_gloss",
    "k_guide",
    "k_loop",
    "k_lines",
    "k_words",
    "k_lexicon",
    "k_practice",
    "due",
):
    if find_spec(f"tests.making.{_part}") is not None:
        _module = import_module(f"tests.making.{_part}")
        globals().update({name: value for name, value in vars(_module).items() if not name.startswith("_")})

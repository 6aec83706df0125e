"""The sheet of style keeps its budget and the rules that let it serve every language, every theme and paper."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
SHEET = (STATIC / "css" / "hub.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)
LAYERS = ["tokens", "base", "layout", "components", "utilities", "print"]
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|float|width|height|"
    r"(?:min|max)-(?:width|height))\s*:"
)


def layer(name: str) -> str:
    """The text of one layer, up to the next."""
    start = RULES.index(f"@layer {name} {{")
    later = [RULES.index(f"@layer {other} {{") for other in LAYERS[LAYERS.index(name) + 1 :]]
    return RULES[start : min(later, default=len(RULES))]


def compressed(path: Path) -> int:
    return len(brotli.compress(path.read_bytes()))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


def themes() -> list[dict[str, str]]:
    """The colours of the light theme, of the device's dark and of the portal's dark, in the order of the sheet."""
    blocks = [tokens(block) for block in re.split(r"\n\s+color-scheme:", layer("tokens"))[1:]]
    return [blocks[0] | block for block in blocks]


def test_the_sheet_is_at_most_6_kb_compressed():
    assert compressed(STATIC / "css" / "hub.css") <= 6 * 1024


def test_own_script_is_at_most_8_kb_compressed():
    assert compressed(STATIC / "js" / "hub.js") <= 8 * 1024


def test_the_layers_stand_in_their_order():
    assert re.search(r"@layer ([\w, ]+);", RULES).group(1).split(", ") == LAYERS
    assert re.findall(r"@layer (\w+) \{", RULES) == LAYERS


def test_only_logical_properties_so_that_one_sheet_serves_both_directions_of_writing():
    properties = re.sub(r"@(?:media|page)[^{]*\{", "", RULES)
    assert PHYSICAL.findall(properties) == []
    assert not re.search(r"text-align:\s*(?:left|right)", RULES)


def test_colours_are_named_in_the_tokens_and_nowhere_else():
    outside = RULES.replace(layer("tokens"), "")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*\})", outside) == []
    assert not re.search(r"\brgba?\(|\bhsla?\(", outside)


def test_the_two_dark_themes_are_the_same():
    light, device, chosen = themes()
    assert device == chosen
    assert device != light


@pytest.mark.parametrize("theme", themes()[:2], ids=["light", "dark"])
def test_text_and_controls_have_the_contrast_of_wcag_aa(theme):
    text = [
        ("text", "bg"),
        ("muted", "bg"),
        ("muted", "surface"),
        ("link", "bg"),
        ("link", "surface"),
        ("visited", "bg"),
    ]
    text += [
        ("on-primary", "link"),
        ("on-primary", "hover"),
        ("bg", "danger"),
        ("tag", "surface-2"),
        ("text", "surface-2"),
    ]
    text += [(name, f"{name}-bg") for name in ("ok", "warn", "danger", "info")]
    text += [("text", f"{name}-bg") for name in ("ok", "warn", "danger", "info")]
    text += [("text", "r1"), ("text", "r2"), ("text", "r3"), ("r4-ink", "r4"), ("r5-ink", "r5")]
    weak = {pair: contrast(theme[pair[0]], theme[pair[1]]) for pair in text}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    assert contrast(theme["field"], theme["bg"]) >= 3

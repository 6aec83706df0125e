"""Charts as template tags: drawn as SVG by the server, each with its table, so that nothing is told by the picture alone."""

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()

WIDTH, HEIGHT, EDGE = 640, 160, 24


@register.inclusion_tag("ui/bars.html")
def bars(title: str, figures: Sequence[Any], counted: str, note: str = "", numbers: str = "") -> dict[str, Any]:
    """Figures (label, value, url) as a table with a bar each, as long as its share of the longest. `numbers` is what is
    counted where it is not projects; a figure without url leads nowhere."""
    most = max((figure.value for figure in figures), default=0) or 1
    rows = [{"figure": figure, "width": round(100 * figure.value / most)} for figure in figures]
    return {"title": title, "rows": rows, "counted": counted, "note": note, "numbers": numbers}


@register.inclusion_tag("ui/line.html")
def line(title: str, description: str, labels: Sequence[str], values: Sequence[int]) -> dict[str, Any]:
    """Values over equal steps as one line; the caller's table stands beneath it. Time runs from left to right."""
    most, steps = max(values, default=0) or 1, max(len(values) - 1, 1)
    points = [
        {
            "x": round(EDGE + (WIDTH - 2 * EDGE) * place / steps),
            "y": round(HEIGHT - 2 * EDGE - (HEIGHT - 4 * EDGE) * value / most),
            "label": label,
            "value": value,
        }
        for place, (label, value) in enumerate(zip(labels, values, strict=True))
    ]
    way = " ".join(f"{point['x']},{point['y']}" for point in points)
    return {"title": title, "description": description, "points": points, "way": way, "width": WIDTH, "height": HEIGHT}

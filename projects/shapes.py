"""The land on the map, drawn once from the shapes of the `countryinfo` package, and where a country's circle stands.

The drawing is one static file (see `finders.py`): Equal Earth, so that no region looks larger than it is; outlines
simplified to what a screen shows. It says nothing about who a border belongs to.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from typing import Any

WIDTH, NORTH, SOUTH = 1000, 76.0, -56.0  # of the drawing; beyond lies ice
ICE = 70.0  # degrees; islands that lie wholly north of it are left out
TOLERANCE, SMALLEST = (
    0.6,
    3.0,
)  # units of the drawing: a bend below it is straightened, a patch of land below it left out
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2
# Countries and areas whose place the package does not know or gives as that of another, by approximate centre.
PLACES = {"XK": (42.6, 20.9), "PS": (31.9, 35.2), "CW": (12.2, -69.0), "BQ": (12.2, -68.3), "SX": (18.0, -63.1)}

Point = tuple[float, float]


def _equal_earth(latitude: float, longitude: float) -> Point:
    """Equal Earth (Savric, Patterson, Jenny 2018), in its own units."""
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    across = 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * slope)
    return across, theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))


_EDGE, _TOP = _equal_earth(0, 180)[0], _equal_earth(NORTH, 0)[1]
_SCALE = WIDTH / (2 * _EDGE)
HEIGHT = round((_TOP - _equal_earth(SOUTH, 0)[1]) * _SCALE)


def place(latitude: float, longitude: float) -> Point:
    """Where a point of the earth stands in the drawing."""
    across, up = _equal_earth(max(min(latitude, NORTH), SOUTH), longitude)
    return (across + _EDGE) * _SCALE, (_TOP - up) * _SCALE


@cache
def _countries() -> dict[str, dict[str, Any]]:
    """What the package knows, by ISO code; files without a code (older names) by their own."""
    found: dict[str, dict[str, Any]] = {}
    for folder in ("data", "data_no_iso"):
        for file in sorted(resources.files("countryinfo").joinpath(folder).iterdir(), key=lambda each: each.name):
            if file.name.endswith(".json"):
                told = json.loads(file.read_text(encoding="utf-8"))
                code = told.get("ISO", {}).get("alpha2") or file.name
                if code not in found or (told.get("geoJSON") and not found[code].get("geoJSON")):
                    found[code] = told
    return found


@cache
def centre(iso2: str) -> Point | None:
    """Where the circle of a country stands, also of those too small to be drawn; none where nobody knows."""
    told = PLACES.get(iso2) or _countries().get(iso2, {}).get("latlng")
    return place(*told[:2]) if told and len(told) >= 2 else None


def _rings() -> Iterator[list[Point]]:
    for told in _countries().values():
        for feature in (told.get("geoJSON") or {}).get("features", []):
            shape = feature["geometry"]
            polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            for polygon in polygons:
                if _is_beyond(polygon[0]):
                    continue
                yield [place(latitude, longitude) for longitude, latitude, *_rest in polygon[0]]


def _is_beyond(ring: list[list[float]]) -> bool:
    """Whether it lies in the ice, or is the tip of Asia that the date line puts at the other edge."""
    south = min(latitude for _longitude, latitude, *_rest in ring)
    return south > ICE or (south > 60 and max(longitude for longitude, *_rest in ring) < -168.5)


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _straightened(points: list[Point]) -> list[Point]:
    """Without the bends nobody would see (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)

    def away(point: Point) -> float:
        x, y = point
        if not length:
            return sqrt((x - x1) ** 2 + (y - y1) ** 2)
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length

    furthest = max(range(1, len(points) - 1), key=lambda index: away(points[index]))
    if away(points[furthest]) <= TOLERANCE:
        return [points[0], points[-1]]
    return [*_straightened(points[: furthest + 1])[:-1], *_straightened(points[furthest:])]


def _path(ring: list[Point]) -> str:
    """Relative whole steps: half the bytes of absolute ones."""
    steps, here = [], (0, 0)
    for index, (x, y) in enumerate(ring):
        there = round(x), round(y)
        if index and there == here:
            continue
        across, down = there[0] - here[0], there[1] - here[1]
        steps.append(f"M{there[0]} {there[1]}" if not index else f"{'l' if index == 1 else ' '}{across} {down}")
        here = there
    return "".join(steps).replace(" -", "-") + "z"


@cache
def drawing() -> str:
    """The file: one symbol to be used by the page, which gives it the colours of its theme."""
    rings = [_straightened(ring) for ring in _rings() if _area(ring) >= SMALLEST]
    path = "".join(_path(ring[:-1] if ring[0] == ring[-1] else ring) for ring in rings if len(ring) > 3)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><path id="land" d="{path}"/></svg>\n'
    )

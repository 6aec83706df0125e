"""The portfolio as figures and as a map: the same projects and the same filters as its list."""

from math import sqrt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pvehub.ui.htmx import render_page

from .. import concentration, figures, shapes
from ..filters import ProjectFilter
from ..models import Project
from ..workflow import Status

SMALL, LARGE, FULL = 8, 22, 16  # radii of circles on the map, and the least number that fills the largest


def found(request: HttpRequest) -> ProjectFilter:
    """What this reader finds by the url."""
    return ProjectFilter(request.GET, Project.objects.visible_to(request.user).marked_whole_for(request.user))


def ways(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The same question asked of the list, the map, the figures, the donors."""
    query = request.GET.copy()
    for name in ("page", "per", "more"):
        query.pop(name, None)
    asked = f"?{query.urlencode()}" if query else ""
    pages = {
        "project-list": _("List"),
        "project-map": _("Map"),
        "figure-list": _("Figures"),
        "donor-list": _("Money and donors"),
        "view-list": _("Saved views"),
    }
    return [
        {"label": label, "url": reverse(f"projects:{name}") + asked, "current": name == here}
        for name, label in pages.items()
    ]


def _chart(portfolio: figures.Portfolio, title: str, counted: str, facet: str) -> dict[str, Any]:
    return {"title": title, "counted": counted, "figures": portfolio.by(facet)}


def figure_list(request: HttpRequest) -> HttpResponse:
    """Counts by year, region, status, class, theme, form, driver, target group; each opens its list."""
    asked = found(request)
    portfolio = figures.read(asked.qs, request.GET)
    years = portfolio.by_year()
    active = next((each for each in portfolio.by("status") if each.code == Status.ACTIVE), None)
    charts = {
        "open_charts": [
            _chart(portfolio, _("By status"), _("Status"), "status"),
            _chart(portfolio, _("By class"), _("Class"), "classification"),
            _chart(portfolio, _("By region"), _("Region"), "region"),
            _chart(portfolio, _("By theme"), _("Theme"), "theme"),
        ],
        "team_charts": [
            _chart(portfolio, _("By driver"), _("Driver"), "driver"),
            _chart(portfolio, _("By target group"), _("Target group"), "target"),
        ],
    }
    total = figures.Figure("", len(portfolio.facts), portfolio.url())
    context = {
        "active": active or figures.Figure("", 0, portfolio.url(status="active")),
        "total": total,
        "years": years,
    }
    context |= {"whole": len(portfolio.whole), "forms": portfolio.table("form_of_ve", "region"), "filter": asked}
    context |= {"line": _line(years), "ways": ways(request, "figure-list")}
    return render_page(request, "projects/figure_list.html", context | charts)


def _line(years: figures.Table) -> dict[str, Any] | None:
    """The line over the years with its description in words; none where there is nothing to draw a line between."""
    points = [(label, value) for label, value in zip(years.columns, years.points, strict=True) if label.isdecimal()]
    if len(points) < 2 or not any(value for _label, value in points):
        return None
    told = ", ".join(f"{label}: {value}" for label, value in points)
    return {"labels": [label for label, _value in points], "values": [value for _label, value in points], "told": told}


def donor_list(request: HttpRequest) -> HttpResponse:
    """Budgets by currency, the share of each donor and arm, and how concentrated the money is."""
    asked = found(request)
    portfolio = figures.read(asked.qs, request.GET)
    limit = settings.DONOR_SHARE_WARNING
    context = {
        "budgets": portfolio.budgets(),
        "everywhere": concentration.spreads(portfolio, limit),
        "places": concentration.spreads(portfolio, limit, "country"),
        "years": concentration.by_year(portfolio, limit, portfolio.span()),
        "limit": round(100 * limit),
        "whole": len(portfolio.whole),
        "total": len(portfolio.facts),
        "filter": asked,
        "ways": ways(request, "donor-list"),
    }
    return render_page(request, "projects/donor_list.html", context)


def project_map(request: HttpRequest) -> HttpResponse:
    """A circle on each country of the projects found, and the same figures as a table."""
    asked = found(request)
    counted = figures.by_country(asked.qs, request.GET)
    context = {
        "figures": counted,
        "circles": _circles(counted),
        "total": asked.qs.count(),
        "width": shapes.WIDTH,
        "height": shapes.HEIGHT,
        "filter": asked,
        "ways": ways(request, "project-map"),
    }
    return render_page(request, "projects/project_map.html", context)


def _circles(counted: list[figures.Figure]) -> list[dict[str, Any]]:
    """Large ones first, so that a small one lies on top of its large neighbour; the area tells the number."""
    most = max([FULL, *(figure.value for figure in counted)])
    places = [(figure, shapes.centre(figure.code)) for figure in counted]
    return [
        {
            "figure": figure,
            "x": round(where[0]),
            "y": round(where[1]),
            "r": round(SMALL + (LARGE - SMALL) * sqrt((figure.value - 1) / (most - 1))),
        }
        for figure, where in sorted(places, key=lambda pair: -pair[0].value)
        if where
    ]

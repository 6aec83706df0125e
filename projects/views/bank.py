"""The bank of standard indicators: the list, the method sheet of each, and its figures over the projects one may see."""

import re
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of, url_of
from pvehub.vocabulary.models import Term

from .. import measuring, summing, tracking
from ..filters import ResultFilter
from ..forms import BankForm
from ..measures import DIMENSIONS, Level, ValueType, dimensions_of, value_type_of
from ..models import Indicator, IndicatorValue, Project
from . import listing


def _level(term: Term) -> str:
    level = term.attributes.get("level", "")
    return str(Level(level).label) if level in Level.values else _("Process")


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The bank, by level and words; "used in" counts the projects of the reader."""
    form = BankForm(request.GET)
    rows = Indicator.objects.visible_to(request.user).filter(term__isnull=False).order_by().values("term")
    used = dict(rows.annotate(n=Count("project", distinct=True)).values_list("term", "n"))
    terms = form.found(Term.objects.of("indicators"))
    shown = [{"term": term, "level": _level(term), "used": used.get(term.pk, 0)} for term in terms]
    return render_page(request, "projects/indicator_list.html", {"form": form, "rows": shown})


@require_safe
def late_list(request: HttpRequest) -> HttpResponse:
    """Values that were due and are not there, the longest late first: of the projects this person reads whole."""
    today = timezone.localdate()
    late = Indicator.objects.for_whole(request.user).late(today)
    page = page_of(late.select_related("term", "project__lead_office", "project__manager"), request)
    rows = [{"indicator": each, "days": (today - each.due_on).days} for each in page.rows]
    return render_page(request, "projects/late_list.html", {"page": page, "rows": rows})


def _term(code: str) -> Term:
    term: Term = get_object_or_404(Term.objects.of("indicators"), code=code)
    return term


@require_safe
def indicator_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """How this indicator is defined, asked and counted, and which projects of the reader use it."""
    term = _term(code)
    users = Indicator.objects.visible_to(request.user).filter(term=term).order_by().values("project")
    mine: Any = Project.objects.visible_to(request.user).marked_whole_for(request.user)
    page = page_of(mine.filter(pk__in=users).for_list().newest(), request)
    dimensions = dimensions_of(term.attributes.get("disaggregation", ""))
    context = {
        "term": term,
        "level": _level(term),
        "unit": term.said("unit"),
        "direction": _direction(term.attributes.get("direction", "")),
        "dimensions": [str(DIMENSIONS[each].label) for each in dimensions],
        "sheet": [(label, term.said(name)) for name, label in _parts() if term.said(name)],
        "page": page,
        "rows": [listing.row(project) for project in page.rows],
    }
    return render_page(request, "projects/indicator_sheet.html", context)


def _direction(said: str) -> str:
    """Which way it should go."""
    known = {"increase": _("It should rise."), "decrease": _("It should fall.")}
    least = re.search(r"(\d+)", said)
    return known.get(said) or (_("It should stay at %(n)s or above.") % {"n": least[1]} if least else "")


def _parts() -> list[tuple[str, str]]:
    return [
        ("definition", _("Definition")),
        ("question", _("How to ask or count it")),
        ("source", _("Source")),
        ("frequency", _("How often")),
        ("caution", _("Caution")),
    ]


@require_safe
def indicator_results(request: HttpRequest, code: str) -> HttpResponse:
    """The values of one indicator over the projects of this reader: by year, region and theme, and the list behind."""
    term = _term(code)
    found = ResultFilter(request.GET, Project.objects.visible_to(request.user).marked_whole_for(request.user))
    value_type = value_type_of(term.attributes.get("unit", ""))
    values = _values(request.user, term, value_type, found)
    projects = _projects(found, values)
    given = summing.contributions(values, found.reported)
    figure = summing.figure(given, value_type)
    facts = {pk: _facts(project) for pk, project in projects.items()}
    rows = [{"given": each, **listing.row(projects[each.project.pk])} for each in given]
    context: dict[str, Any] = {
        "term": term,
        "filter": found,
        "figure": _said(figure),
        "is_number": value_type == ValueType.NUMBER,
        "rows": [{**row, "amount": tracking.said(row["given"].amount)} for row in rows[:MOST_ROWS]],
        "more": max(0, len(rows) - MOST_ROWS),
        "parts": _parts_of(given) if value_type == ValueType.NUMBER else [],
        "pairs": summing.overlaps(given, facts) if value_type == ValueType.NUMBER else [],
        "tables": _tables(request, found, values, given, facts, value_type),
    }
    return render_page(request, "projects/indicator_results.html", context)


MOST_ROWS = 200


def _values(user: Any, term: Term, value_type: str, found: ResultFilter) -> list[IndicatorValue]:
    """The values that count, in order; those of projects that measure it as another type than the bank do not."""
    of_term = IndicatorValue.objects.visible_to(user).filter(indicator__term=term, indicator__value_type=value_type)
    here = of_term.filter(value__isnull=False, indicator__project__in=found.qs.order_by().values("pk"))
    return list(here.select_related("indicator__project__lead_office__parent").in_order())


def _projects(found: ResultFilter, values: list[IndicatorValue]) -> dict[int, Any]:
    """The projects of these values as this reader reads them."""
    pks = {value.indicator.project_id for value in values}
    rows = found.qs.filter(pk__in=pks).for_list().prefetch_related("themes")
    return {project.pk: project for project in rows}


def _facts(project: Any) -> dict[str, set[str]]:
    """Countries and themes by code: of the working copy where it is read, else those that were endorsed."""
    if project.is_whole:
        countries = {country.iso2 for country in project.countries.all()}
        return {"countries": countries, "themes": {term.code for term in project.themes.all()}}
    told = {item["name"]: set(item.get("data") or []) for item in project.endorsed_facts or []}
    return {"countries": told.get("countries", set()), "themes": told.get("themes", set())}


def _said(figure: summing.Figure) -> dict[str, Any]:
    numbers = {name: getattr(figure, name) for name in ("total", "low", "high", "mean")}
    said = {name: tracking.said(number) if number is not None else "" for name, number in numbers.items()}
    return {**said, "projects": figure.projects, "based": figure.based, "asked": figure.asked}


def _parts_of(given: list[summing.Contribution]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            str(DIMENSIONS[code].label),
            [
                (measuring.category_label(code, each) if each else _("Not broken down"), tracking.said(number))
                for each, number in sums.items()
            ],
        )
        for code, sums in summing.divided(given).items()
    ]


def _tables(
    request: HttpRequest,
    found: ResultFilter,
    values: list[IndicatorValue],
    given: list[summing.Contribution],
    facts: dict[int, dict[str, set[str]]],
    value_type: str,
) -> list[tuple[str, list[dict[str, Any]]]]:
    """By year, by region, by theme: each line a figure with the list behind it."""

    def line(facet: str, code: str, label: str, some: list[summing.Contribution]) -> dict[str, Any]:
        return {"label": label, "url": url_of(request, **{facet: code}), **_said(summing.figure(some, value_type))}

    years = sorted({value.end_on.year for value in values}, reverse=True)
    if found.reported:
        years = [year for year in years if year == found.reported]
    by_year = [line("year", str(year), str(year), summing.contributions(values, year)) for year in years]
    regions = dict(found.choices_of("region"))
    themes = dict(found.choices_of("theme"))
    by_region = [
        line("region", code, label, [each for each in given if _region(each.project) == code])
        for code, label in regions.items()
    ]
    by_theme = [
        line("theme", code, label, [each for each in given if code in facts[each.project.pk]["themes"]])
        for code, label in themes.items()
    ]
    tables = [(_("By year"), by_year), (_("By region"), by_region), (_("By theme"), by_theme)]
    return [(title, [row for row in rows if row["projects"]]) for title, rows in tables]


def _region(project: Any) -> str:
    return project.region.code if project.region else ""

"""The portfolio of risks: the map and its panels, counted over what the reader may read of the registers of their posts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pvehub.access import require
from pvehub.ui.paging import page_of
from risks import figures, permissions
from risks.figures.common import SHARED
from risks.figures.happened import incidents, links
from risks.figures.heat import legend
from risks.figures.signed import HORIZONS, chosen, in_force
from risks.filters import PortfolioFilter
from risks.models import Category, Escalation, Register


def _asked(request: HttpRequest) -> tuple[PortfolioFilter, figures.Asked]:
    """The reader's portfolio under the filters of the url; 403 for who has none."""
    require(permissions.why_not_open_portfolio(request.user))
    registers = Register.objects.in_portfolio_of(request.user)
    found = PortfolioFilter(request.GET, registers, user=request.user, registers=registers)
    asked = figures.Asked(
        user=request.user,
        registers=registers.filter(found.places()),
        risks=found.risks(),
        category=str(found.asked.get("category") or ""),
        position=found.position_asked,
        query={name: str(value) for name, value in found.asked.items()},
    )
    return found, asked


def _ways(asked: figures.Asked, here: str) -> list[dict[str, Any]]:
    """The same question asked of the other pages of the portfolio."""
    pages = {
        "portfolio": _("Map"),
        "assumed-list": _("Acceptances"),
        "unanswered-list": _("Escalations"),
        "common-list": _("Common causes"),
        "happened-list": _("Foreseen and happened"),
        "portfolio-trend": _("Trend"),
    }
    return [{"label": label, "url": asked.url(name), "current": name == here} for name, label in pages.items()]


def portfolio(request: HttpRequest) -> HttpResponse:
    """Region by category, and what asks for somebody to act."""
    found, asked = _asked(request)
    today = timezone.localdate()
    regions = [code for code, _name in found.offered("region")]
    is_by_office = len(regions) < 2 or bool(found.asked.get("region") or found.asked.get("office"))
    context = {
        "filter": found,
        "ways": _ways(asked, "portfolio"),
        "heat": figures.heat(asked, is_by_office=is_by_office),
        "standing": figures.standing(asked, today),
        "hidden": found.hidden(),
        "legend": legend(),
    }
    return render(request, "risks/portfolio.html", context)


def answer_list(request: HttpRequest) -> HttpResponse:
    """What each register of a place says of a category: the other three marks of the map."""
    found, asked = _asked(request)
    category = get_object_or_404(Category, code=asked.category)
    page = page_of(figures.answers(asked), request)
    context = {"filter": found, "page": page, "category": category, "list_url": asked.list_url()}
    return render(request, "risks/answer_list.html", context)


def assumed_list(request: HttpRequest) -> HttpResponse:
    """Acceptances in force by who signed them and by how soon they end; a figure narrows the list beneath."""
    found, asked = _asked(request)
    today = timezone.localdate()
    rows = chosen(in_force(asked, today).with_risk().select_related("decided_by"), request.GET, today)
    context = {
        "filter": found,
        "ways": _ways(asked, "assumed-list"),
        "signed": figures.signed(asked, today),
        "horizons": HORIZONS,
        "is_chosen": any(request.GET.get(name) for name in ("by", "seat", "within")),
        "all_url": asked.url("assumed-list"),
        "page": page_of(rows, request),
    }
    return render(request, "risks/assumed_list.html", context)


def unanswered_list(request: HttpRequest) -> HttpResponse:
    """Escalations that wait for their receiver, the longest overdue first; on request those past their day alone."""
    found, asked = _asked(request)
    today = timezone.localdate()
    rows = Escalation.objects.visible_to(request.user).asked().filter(asked.of_registers("risk__register"))
    rows = found.of_category(rows, "risk__category").with_risk().order_by("answer_by_on", "pk")
    if request.GET.get("late"):
        rows = rows.unanswered(today)
    context = {
        "filter": found,
        "ways": _ways(asked, "unanswered-list"),
        "page": page_of(rows, request),
        "today": today,
        "is_late": bool(request.GET.get("late")),
        "all_url": asked.url("unanswered-list"),
    }
    return render(request, "risks/unanswered_list.html", context)


def common_list(request: HttpRequest) -> HttpResponse:
    """The same risk of the library, open in several missions, the most spread first."""
    found, asked = _asked(request)
    page = page_of(figures.common(asked), request)
    words = figures.library_words([row["stem"] for row in page.rows])
    rows = [
        row | {"words": words.get(row["stem"]), "url": asked.url("common-detail", row["stem"])} for row in page.rows
    ]
    context = {"filter": found, "ways": _ways(asked, "common-list"), "page": page, "rows": rows, "least": SHARED}
    return render(request, "risks/common_list.html", context)


def common_detail(request: HttpRequest, stem: str) -> HttpResponse:
    """One risk of the library and the registers in which it is open, as far as the reader reads them."""
    found, asked = _asked(request)
    words = figures.library_words([stem]).get(stem)
    if words is None or "." in stem:
        raise Http404
    rows = asked.risks.live().of_the_library(stem).with_rating().by_urgency()
    context = {"filter": found, "words": words, "page": page_of(rows, request), "today": timezone.localdate()}
    context["position"] = asked.position
    return render(request, "risks/common_detail.html", context)


def happened_list(request: HttpRequest) -> HttpResponse:
    """What happened, whether it had been foreseen, and how the risks that came true were rated before."""
    found, asked = _asked(request)
    rows = incidents(asked).select_related("register__project", "register__office")
    if request.GET.get("foreseen") == "no":
        rows = rows.filter(is_foreseen=False)
    page = page_of(rows.order_by("-happened_on", "-pk"), request)
    context = {
        "filter": found,
        "ways": _ways(asked, "happened-list"),
        "happened": figures.happened(asked),
        "page": page,
        "rows": figures.told(page.rows, links(asked)),
        "unforeseen_url": asked.url("happened-list", foreseen="no"),
        "all_url": asked.url("happened-list"),
        "is_narrowed": request.GET.get("foreseen") == "no",
    }
    return render(request, "risks/happened_list.html", context)


def portfolio_trend(request: HttpRequest) -> HttpResponse:
    """Twelve months from the nightly counts, one segment for each matrix."""
    found, asked = _asked(request)
    context = {
        "filter": found,
        "ways": _ways(asked, "portfolio-trend"),
        "trend": figures.trend(request.user, found.nights(), timezone.localdate()),
    }
    return render(request, "risks/portfolio_trend.html", context)

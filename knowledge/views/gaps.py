"""The gap map as a page and as a sheet."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge import gaps, permissions, workflow
from pvehub import access


@require_safe
def gap_map(request: HttpRequest) -> HttpResponse:
    """All of it; with `?theme=` or `?driver=` one line of it in words; with `?as=csv` the sheet."""
    access.require(permissions.why_not_read_terms(request.user))
    found = gaps.draw(request.user, today=timezone.localdate(), since=timezone.now() - workflow.ASKED_KEPT)
    if request.GET.get("as") == "csv":
        return _sheet(found)
    theme = next((term for term in found.themes if term.code == request.GET.get("theme")), None)
    driver = next((term for term, _cells in found.rows if term.code == request.GET.get("driver")), None)
    one = theme or driver
    cells = [cell for cell in found.cells() if one and one in (cell.theme, cell.driver)]
    asked = found.asked.get(one.pk, [])[:10] if one else []
    context = {"map": found, "one": one, "is_theme": one is not None and one == theme, "cells": cells, "asked": asked}
    return render(request, "knowledge/gap_map.html", context)


def _sheet(found: gaps.Map) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="gap-map.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow(
        [_("Driver"), _("Theme"), _("Verified items"), _("Strongest evidence"), _("Questions"), _("Active projects")]
    )
    for cell in found.cells():
        numbers = [cell.verified, cell.evidence, cell.questions, cell.projects]
        sheet.writerow([_plain(cell.driver.name), _plain(cell.theme.name), *numbers])
    return response


def _plain(text: str) -> str:
    """A name that a sheet would take for a formula stays a name."""
    return f"'{text}" if text[:1] in "=+-@\t" else text

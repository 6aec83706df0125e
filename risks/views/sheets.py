"""Registers as files: going out as XLSX or CSV, and the risks one reads, over all registers."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.exporting.writing import MEDIA_TYPES
from pvehub import access
from pvehub.audit import trail
from pvehub.files import passing
from risks import permissions
from risks.models import Register, Risk
from risks.sheets import writing

from .loading import register_or_404


@require_safe
def register_export(request: HttpRequest, code: str) -> HttpResponseBase:
    """What this person reads of a register: a workbook, or with `?as=csv` one table of it, `&part=measures` another."""
    return _file(request, register_or_404(request, code))


@require_safe
def risk_export(request: HttpRequest) -> HttpResponseBase:
    """Every risk this person reads, one row each, over all registers; written while it is read."""
    access.require(permissions.why_not_take_out(request.user))
    return _file(request, None)


def _file(request: HttpRequest, register: Register | None) -> HttpResponseBase:
    kind = request.GET.get("as", "")
    kind = kind if kind in writing.KINDS else ("xlsx" if register else "csv")
    part = request.GET.get("part", "")
    part = part if register and part in writing.PARTS else "risks"
    wish = writing.Wish(request.user, register, timezone.now(), (get_language() or "en")[:2])
    stem = f"{register.code}-{part}" if register else _("risks")
    name = f"{stem}-{timezone.localdate().isoformat()}.{kind}"
    content = _logged(wish, kind, part)
    if register:  # no register is large, and within the request rights are asked once
        content = iter(list(content))
    return passing.download(content, name, MEDIA_TYPES[kind])


def _logged(wish: writing.Wish, kind: str, part: str) -> Iterator[bytes]:
    """The file; which register and which risks were taken out is written down however far it came."""
    taken: list[int] = []
    what: dict[str, Any] = {"by": wish.user, "what": "export"}
    try:
        yield from writing.blocks(wish, kind, part, taken)
    finally:
        if wish.register:
            trail.read(wish.register, **what)
        trail.read_many(Risk, taken, **what)

"""The components as template tags. Each draws one file of templates/ui/; none of them asks the database."""

import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pvehub.ui import components
from pvehub.ui.paging import url_of

register = template.Library()

MARKS = {0: _("All staff"), 1: _("Region and headquarters"), 2: _("Restricted"), 3: _("Named persons only")}
BAND_LABELS = {
    "low": _("Low"),
    "medium": _("Medium"),
    "high": _("High"),
    "very_high": _("Very high"),
    "extreme": _("Extreme"),
}
LIKELIHOODS = {1: _("Remote"), 2: _("Unlikely"), 3: _("Possible"), 4: _("Likely"), 5: _("Almost certain")}
IMPACTS = {1: _("Minor"), 2: _("Limited"), 3: _("Serious"), 4: _("Major"), 5: _("Critical")}
UNITS = [(1024**2, _("MB")), (1024, _("KB"))]


# Boxes with a slot


@register.simple_block_tag
def panel(content: str, title: str = "", id: str = "", level: int = 2, note: str = "") -> str:
    """A framed part of a page; `level` is that of its heading."""
    return render_to_string("ui/panel.html", locals())


@register.simple_block_tag
def empty(content: str, title: str = "") -> str:
    """What goes here while nothing is here, with one thing to do in the slot."""
    return render_to_string("ui/empty.html", locals())


@register.simple_block_tag
def note(content: str, kind: str = "info", title: str = "") -> str:
    """A remark in the flow of the page: info, ok, warn or danger."""
    return render_to_string("ui/note.html", locals())


@register.simple_block_tag
def part(content: str, title: str, otherwise: str = "", id: str = "") -> str:
    """A headed part of a page that cards of several apps fill; while all are empty, `otherwise` or nothing at all."""
    said = bool(content.strip())
    return render_to_string("ui/part.html", locals())


@register.simple_block_tag
def when(content: str, condition: Any) -> str:
    """The slot, or nothing: for a component that stands or falls with one condition."""
    return content if condition else ""


@register.simple_block_tag
def fold(content: str, summary: str, open: bool = False) -> str:
    """A part that opens on demand; it is in the page also when closed, and printed."""
    return render_to_string("ui/fold.html", locals())


@register.simple_block_tag
def dialog(content: str, id: str, label: str, title: str = "") -> str:
    """A button and the box it opens over the page; the same content is reachable without JavaScript."""
    return render_to_string("ui/dialog.html", locals())


# Words and marks


@register.inclusion_tag("ui/pill.html")
def pill(text: str, kind: str = "neutral") -> dict[str, Any]:
    """A word with a colour: ok, warn, danger, info or neutral. The word says all; the colour repeats it."""
    return {"text": text, "kind": kind}


@register.inclusion_tag("ui/mark.html")
def mark(tier: int) -> dict[str, Any]:
    """The classification mark of a record; it is repeated on each printed page."""
    return {"tier": tier, "label": MARKS.get(tier, MARKS[3])}


# These four stand in the middle of sentences, so they are drawn without the line end of a template file.


@register.simple_tag
def person(user: Any, office: Any = None) -> str:
    """Who, by name and job title; nobody is "the system"."""
    if not user:
        return format_html('<span class="muted">{}</span>', _("the system"))
    title = getattr(user, "job_title", "")
    return format_html("<bdi>{}</bdi>{}", user, _aside(title, office))


@register.simple_tag
def office(office: Any) -> str:
    """An office by its name in the reader's language, with its code."""
    return format_html('<bdi>{}</bdi> <span class="muted">({})</span>', office.name, office.code) if office else "–"


@register.simple_tag
def moment(at: datetime | None, zone: str = "") -> str:
    """A moment in the reader's time zone (or in `zone`); the machine-readable form keeps the offset."""
    if not at:
        return "–"
    local = timezone.localtime(at, ZoneInfo(zone)) if zone else timezone.localtime(at)
    text = f"{date_format(local, 'SHORT_DATE_FORMAT')}, {date_format(local, 'H:i')}"
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), local.tzname() or "", text)


@register.simple_tag
def day(on: date | None) -> str:
    """A date without a time; of a moment, the day in the reader's time zone."""
    if not on:
        return "–"
    local = timezone.localtime(on) if isinstance(on, datetime) else on
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), date_format(local, "SHORT_DATE_FORMAT"))


@register.inclusion_tag("ui/textblock.html")
def textblock(text: str, language: str = "") -> dict[str, Any]:
    """What somebody wrote: escaped, in its own language and direction, with its paragraphs."""
    return {"text": text, "language": language}


@register.simple_tag
def filesize(size: int | None) -> str:
    """Bytes in the unit people say: 512 bytes, 14.2 KB, 3.1 MB."""
    for unit, label in UNITS:
        if size and size >= unit:
            return f"{size / unit:.1f} {label}"
    return ngettext("%(size)d byte", "%(size)d bytes", size or 0) % {"size": size or 0}


# Forms


@register.simple_tag
def field(bound: BoundField) -> str:
    """One field of a form with label, hint, error and control, as `{{ form }}` draws it."""
    return bound.as_field_group()


@register.inclusion_tag("ui/button.html")
def button(
    label: str, kind: str = "primary", why_not: str | None = "", url: str = "", name: str = "", value: str = ""
) -> dict[str, Any]:
    """A submit button (or a link that looks like one). With `why_not` it stays visible, disabled, and says why."""
    return {"label": label, "kind": kind, "why_not": why_not, "url": url, "name": name, "value": value}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: Any = None, blockers: Any = None) -> dict[str, Any]:
    """All that is wrong, at the top, each linked to its field (`form`) or to the page that mends it (`blockers`)."""
    rows = [{"sentence": blocker.sentence, "url": blocker.url} for blocker in blockers or ()]
    if form is not None and form.is_bound and not getattr(form, "is_summarized", False):
        form.is_summarized = True
        rows += [{"sentence": error, "url": ""} for error in form.non_field_errors()]
        rows += [
            {"sentence": error, "label": bound.label, "url": f"#{control_id(bound)}"}
            for bound in form.visible_fields()
            for error in bound.errors
        ]
    return {"rows": rows}


@register.filter
def control_id(bound: BoundField) -> str:
    """The id of the control that a label or an error points to; in a group of options, the first."""
    return bound.id_for_label or (bound.auto_id if not bound.use_fieldset else f"{bound.auto_id}_0")


@register.filter
def is_group(bound: BoundField) -> bool:
    """True for fields of several controls (radio, checkboxes, a date in parts), which stand in a fieldset."""
    return bound.use_fieldset and not bound.id_for_label


@register.filter
def is_tick(bound: BoundField) -> bool:
    """True for a single checkbox, whose label stands after it."""
    return bound.widget_type == "checkbox"


@register.inclusion_tag("ui/once_key.html")
def once_key() -> dict[str, Any]:
    """The one-time key of a form that creates something: the same key again gives the first answer again."""
    return {"key": uuid.uuid4()}


@register.inclusion_tag("ui/save_state.html")
def save_state(saved_at: datetime | None = None) -> dict[str, Any]:
    """Where a draft stands: saved at, saving, or kept in this page because the line is cut."""
    return {"saved_at": saved_at}


# Lists


@register.inclusion_tag("ui/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Where in the list one is, and the neighbours."""
    return {"page": page}


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*steps: Any) -> dict[str, Any]:
    """The way here: label, url, label, url, ..., and the label of this page last."""
    pairs = [{"label": steps[i], "url": steps[i + 1] if i + 1 < len(steps) else ""} for i in range(0, len(steps), 2)]
    return {"steps": pairs}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Any, label: str = "") -> dict[str, Any]:
    """Pages that belong together, as links."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/chips.html")
def chips(items: Any, label: str = "") -> dict[str, Any]:
    """Short links of the same kind: saved filters, filters in force."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/filter_panel.html", takes_context=True)
def filter_panel(context: template.Context, filterset: Any) -> dict[str, Any]:
    """The filters of a list (a filter set or a plain form) as a GET form; those in force are chips that take one away each."""
    form = getattr(filterset, "form", filterset)
    request = context["request"]
    rare = getattr(filterset, "rare", ())  # asked less often: left out, with all they offer, until one is in force
    return {
        **in_force(context, filterset),
        "form": form,
        "often": [bound for bound in form.visible_fields() if bound.html_name not in rare],
        "rare": [bound for bound in form.visible_fields() if bound.html_name in rare],
        "is_rare_open": any(request.GET.get(name) for name in ("more", *rare)),
        "more_url": url_of(request, more=1),
        "clear_url": request.path,
    }


@register.inclusion_tag("ui/in_force.html", takes_context=True)
def in_force(context: template.Context, filterset: Any) -> dict[str, Any]:
    """The filters in force alone, for pages that show the same things in another way."""
    request = context["request"]
    return {
        "in_force": [
            {"label": f"{bound.label}: {_shown(bound)}", "url": url_of(request, **{bound.html_name: "", "page": ""})}
            for bound in getattr(filterset, "form", filterset).visible_fields()
            if _given(request.GET, bound)
        ]
    }


@register.inclusion_tag("ui/task_list.html")
def task_list(rows: Any) -> dict[str, Any]:
    """Short pieces of work in any order, each with where it stands."""
    return {"rows": rows}


@register.inclusion_tag("ui/who_sees.html")
def who_sees(thing: Any) -> dict[str, Any]:
    """Who can read what is about to be written here, in sentences the thing itself gives."""
    return {"sentences": thing.who_sees()}


# Records


@register.inclusion_tag("ui/stage_bar.html")
def stage_bar(stages: Any) -> dict[str, Any]:
    """The way of a case through its stages: behind, here, ahead."""
    return {"stages": stages}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    """What happened, newest as the caller orders it: label, actor, moment, note."""
    return {"events": events}


@register.inclusion_tag("ui/diff.html")
def diff(pieces: Any, language: str = "") -> dict[str, Any]:
    """Two texts in one: pieces of (op, text) with op "=", "-" or "+"."""
    return {"pieces": [{"op": op, "text": text} for op, text in pieces], "language": language}


@register.inclusion_tag("ui/thread.html")
def thread(thread: Any, comments: Any, anchor: str = "") -> dict[str, Any]:
    """Comments on one place of a text: what it is about, what is asked, and the answers in order."""
    return {"thread": thread, "comments": comments, "anchor": anchor}


@register.inclusion_tag("ui/risk_matrix.html")
def risk_matrix(cells: Any, caption: str = "", scales: Any = None) -> dict[str, Any]:
    """Five by five, likelihood down and impact across; each cell says its band and how many stand there.

    `scales` has the words of the axes, `likelihoods` and `impacts` by step, where they are not the built-in ones.
    """
    rows = components.matrix_rows(cells)
    for row in rows:
        row["label"] = (scales.likelihoods if scales else LIKELIHOODS)[row["likelihood"]]
        for cell in row["cells"]:
            cell["label"] = BAND_LABELS.get(cell["band"], "")
    return {"rows": rows, "impacts": (scales.impacts if scales else IMPACTS).items(), "caption": caption}


@register.inclusion_tag("ui/stat.html")
def stat(label: str, value: Any, url: str = "", note: str = "") -> dict[str, Any]:
    """One figure and what it counts."""
    return {"label": label, "value": value, "url": url, "note": note}


@register.inclusion_tag("ui/share.html")
def share(label: str, value: int, total: int) -> dict[str, Any]:
    """How much of a whole, in words and as a bar."""
    return {"label": label, "value": value, "total": total}


@register.inclusion_tag("ui/qr.html")
def qr(text: str, label: str) -> dict[str, Any]:
    """A QR code drawn in the page itself; `label` says to those who do not see it what it holds."""
    rows = [list(row) for row in segno.make(text, micro=False).matrix]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"path": path, "size": len(rows), "label": label}


@register.inclusion_tag("ui/display.html", takes_context=True)
def display(context: template.Context) -> dict[str, Any]:
    """How this reader wants pages drawn, as attributes of the page: theme, density, keyboard shortcuts."""
    user = context.get("user")
    return {
        "theme": getattr(user, "theme", ""),
        "density": getattr(user, "density", ""),
        "has_shortcuts": getattr(user, "has_shortcuts", True),
    }


@register.inclusion_tag("ui/nav_link.html", takes_context=True)
def nav_link(context: template.Context, label: str, name: str) -> dict[str, Any]:
    """A link of the main navigation, marked on every page under it; nothing where the portal has no such page."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return {"url": ""}
    path = context["request"].path if "request" in context else ""
    return {"url": url, "label": label, "current": path == url or (url != "/" and path.startswith(url))}


def _aside(*parts: Any) -> str:
    """What is said beside a name, muted."""
    said = ", ".join(str(part) for part in parts if part)
    return format_html('<span class="muted">, {}</span>', said) if said else ""


def _given(query: QueryDict, bound: BoundField) -> bool:
    return any(value.strip() for value in query.getlist(bound.html_name))


def _shown(bound: BoundField) -> str:
    """The label of the chosen option rather than its code, where the field has options."""
    value = bound.value()
    chosen = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
    labels = {str(key): str(label) for key, label in _options(bound)}
    return ", ".join(labels.get(item, item) for item in chosen)


def _options(bound: BoundField) -> list[tuple[Any, Any]]:
    """The options of a select, groups opened."""
    flat: list[tuple[Any, Any]] = []
    for key, label in getattr(bound.field, "choices", ()):
        flat += label if isinstance(label, list | tuple) else [(key, label)]
    return flat

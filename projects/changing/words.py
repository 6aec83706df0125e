"""What is said of a change: before a field is edited, how far its sums already went, and why a change asks for something."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..sections import AGAIN, FREE, NOTIFY, Field
from . import sums
from .rules import Pair, Reason

LABELS: dict[str, Any] = {
    FREE: _("Saved at once."),
    NOTIFY: _("Saved, and TRD is told."),
    AGAIN: _("Needs a new endorsement."),
}

# What a change of these fields asks for is measured; the others have one answer.
MEASURED: dict[str, Any] = {
    "budget": _(
        "Less than 10 percent more or less than endorsed: saved at once. From 10 to 20 percent: saved, and TRD is told."
        " More: needs a new endorsement."
    ),
    "budget_lines": _(
        "Up to 10 percent of the total moved between lines: saved at once. Up to 20 percent: saved, and TRD is told."
        " More: needs a new endorsement."
    ),
    "currency": _("Another currency needs a new endorsement."),
    "end_on": _("Up to three months later: saved, and TRD is told. Later than that: needs a new endorsement."),
    "countries": _("A new country needs a new endorsement. A country less is saved, and TRD is told."),
    "locations": _(
        "A new site in a district that was endorsed: saved, and TRD is told. In any other: needs a new endorsement."
    ),
    "target_groups": _("A new target group needs a new endorsement. A group less is saved, and TRD is told."),
    "themes": _(
        "Saved at once; but reintegration, former fighters, detention and communication work need a new endorsement."
    ),
    "activities": _(
        "Saved at once; but communication work that was not there, or a new outcome it serves, needs a new endorsement."
    ),
    "partners": _(
        "A partner of a type that was endorsed: saved, and TRD is told. Of another type, or of the security sector: needs a"
        " new endorsement."
    ),
    "donors": _("Saved, and TRD is told. A donor of the security sector needs a new endorsement."),
}
RED_LINE = _("Touches a red line: needs a new endorsement.")

REASONS: dict[str, Any] = {
    FREE: _("It changes nothing that was judged."),
    NOTIFY: _("TRD is told of every change here."),
    AGAIN: _("Every change here is endorsed again."),
    "red_line": _("It touches a red line."),
    "objected": _("TRD has objected to it."),
    "currency": _("The budget is in another currency."),
    "total_free": _("The total is less than 10 percent from what was endorsed (%(what)s percent)."),
    "total_notify": _("The total is 10 to 20 percent from what was endorsed (%(what)s percent)."),
    "total_again": _("The total is more than 20 percent from what was endorsed (%(what)s percent)."),
    "extension_with_cost": _("The total has grown (%(what)s percent) and the project ends later."),
    "moved_free": _("Up to 10 percent of the total was moved between lines (%(what)s percent)."),
    "moved_notify": _("More than 10 percent of the total was moved between lines (%(what)s percent)."),
    "moved_again": _("More than 20 percent of the total was moved between lines (%(what)s percent)."),
    "lines_free": _("The lines together are less than 10 percent from what was endorsed (%(what)s percent)."),
    "lines_notify": _("The lines together are 10 to 20 percent from what was endorsed (%(what)s percent)."),
    "lines_again": _("The lines together are more than 20 percent from what was endorsed (%(what)s percent)."),
    "lines_new": _("The budget is broken down for the first time."),
    "end_earlier": _("The project ends earlier."),
    "extension": _("The project ends up to three months later."),
    "beyond": _("The project ends more than three months later than it was endorsed."),
    "country": _("A new country: %(what)s."),
    "country_gone": _("A country less: %(what)s."),
    "group": _("A new target group: %(what)s."),
    "grave_group": _("Returnees, former fighters or detention: the target group %(what)s is new."),
    "group_gone": _("A target group less: %(what)s."),
    "grave_theme": _("Returnees, former fighters or detention: the theme %(what)s is new."),
    "communication": _("Communication work is new: %(what)s."),
    "outcome": _("It serves an outcome that is not endorsed yet."),
    "specific": _("The class rises from PVE-relevant to PVE-specific."),
    "component": _("A new component: %(what)s."),
    "site": _("A new site in an endorsed district: %(what)s."),
    "site_gone": _("A site less."),
    "district": _("A site outside the endorsed districts: %(what)s."),
    "partner": _("A new partner of a type that was endorsed: %(what)s."),
    "partner_gone": _("A partner less: %(what)s."),
    "partner_role": _("A partner has another part: %(what)s."),
    "other_partner": _("A new partner of a type that was not endorsed: %(what)s."),
    "diligence": _("The due diligence on a partner is worse: %(what)s."),
    "security_partner": _("A partner of the security sector: %(what)s."),
    "donor": _("A new donor, or another arm of one: %(what)s."),
    "donor_gone": _("A donor less: %(what)s."),
    "security_donor": _("A donor of the security sector: %(what)s."),
}


def said(reason: Reason, names: Mapping[str, str] | None = None) -> str:
    """A reason as a sentence; `names`: what codes are called in the reader's language."""
    return str(REASONS[reason.code]) % {"what": (names or {}).get(reason.what, reason.what)}


def ahead(item: Field) -> str:
    """What changing this field asks for, said before it is edited."""
    if item.red_line:
        return str(RED_LINE)
    return str(MEASURED.get(item.name, LABELS[item.change]))


def so_far(item: Field, pair: Pair) -> str:
    """How far the sums of this field already went since the endorsement; empty where nothing is summed."""
    then, now = pair.then.get(item.name), pair.now.get(item.name)
    if item.name == "budget":
        share = sums.percent(*sums.grown(then, now))
        return gettext("So far: %(share)s percent of the endorsed total.") % {"share": share} if share else ""
    if item.name == "budget_lines" and then:
        total = sums.whole(pair.then.get("budget"), then)
        share = sums.percent(sums.moved(then, now)[0], total).lstrip("+")
        return gettext("So far moved: %(share)s percent of the endorsed total.") % {"share": share} if share else ""
    if item.name == "end_on" and (day := sums.day(then)):
        told = {"day": date_format(day, "DATE_FORMAT"), "n": sums.later(then, now)}
        if told["n"] == 0:
            return gettext("Endorsed: %(day)s.") % told
        said_so = ngettext(
            "Endorsed: %(day)s; so far %(n)+d day.",
            "Endorsed: %(day)s; so far %(n)+d days.",
            abs(sums.later(then, now)),
        )
        return said_so % told
    return ""

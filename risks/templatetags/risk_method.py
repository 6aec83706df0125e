"""Tags of the pages about the method."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pvehub.ui.components import Tab
from risks import permissions

register = template.Library()


@register.simple_tag
def days(number: int) -> str:
    """A number of days in words."""
    return ngettext("%(n)d day", "%(n)d days", number) % {"n": number}


@register.inclusion_tag("risks/_method_links.html", takes_context=True)
def method_links(context: RequestContext) -> dict[str, Any]:
    """For the risk officer: the version in force, the draft of the next, categories, library. Nothing for anybody else."""
    if permissions.why_not_own_method(context["user"]) is not None:
        return {"items": []}
    here, method = context["request"].path, reverse("risks:method-detail")
    places = [
        (_("How risks are rated"), method),
        (_("The next version"), reverse("risks:draft-detail")),
        (_("Categories"), reverse("risks:category-list")),
        (_("Library"), reverse("risks:library-list")),
    ]
    return {
        "items": [Tab(label, url, url == here if url == method else here.startswith(url)) for label, url in places],
        "label": _("Method"),
    }

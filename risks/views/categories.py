"""The categories of risk, kept by the risk officer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pvehub.access import once, require
from risks import actions, explaining, permissions
from risks.drafting import CategoryForm, NewCategoryForm
from risks.models import Category
from risks.versions import category_sha256

from .loading import did


def category_list(request: HttpRequest) -> HttpResponse:
    """All of them in their order; there are few."""
    require(permissions.why_not_own_method(request.user))
    return render(
        request, "risks/category_list.html", {"categories": Category.objects.order_by("position", "code", "pk")}
    )


@once
def category_new(request: HttpRequest) -> HttpResponse:
    require(permissions.why_not_own_method(request.user))
    form = NewCategoryForm(request.POST or None, initial={"is_mandatory": True})
    if request.method == "POST" and did(form, lambda: actions.add_category(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Category %(code)s added.") % {"code": form.cleaned_data["code"]})
        return redirect("risks:category-list")
    return render(request, "risks/category_edit.html", {"form": form})


@once
def category_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Its names and whether it is mandatory; the appetite changes with a version of the method."""
    require(permissions.why_not_own_method(request.user))
    category = get_object_or_404(Category, code=code)
    initial = {name: getattr(category, name) for name in CategoryForm.base_fields}
    form = CategoryForm(request.POST or None, initial=initial)
    seen = request.POST.get("seen") or category_sha256(category)
    if request.method == "POST" and did(
        form, lambda: actions.edit_category(category, form.cleaned_data, by=request.user, seen=seen)
    ):
        messages.success(request, _("Saved."))
        return redirect("risks:category-list")
    context = {"category": category, "form": form, "seen": seen, "events": explaining.history(category)}
    return render(request, "risks/category_edit.html", context)

"""The other words for things, as the editors of the search keep them: each change counts for the next question."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge.forms import SynonymForm, WeightForm
from pvehub import access, index
from pvehub.index import actions, permissions
from pvehub.index.models import Synonym
from pvehub.ui.paging import page_of


@require_safe
def synonym_list(request: HttpRequest) -> HttpResponse:
    """Those in use, and what a question becomes by them."""
    access.require(permissions.why_not_edit_synonyms(request.user))
    words = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    rows = Synonym.objects.filter(is_active=True)
    if words:
        rows = rows.filter(Q(term__icontains=words) | Q(expansion__icontains=words))
    spans = [span for span in index.expand(words) if span.expansions] if words else []
    page = page_of(rows.order_by("key", "term", "expansion", "pk"), request)
    return render(request, "knowledge/synonym_list.html", {"page": page, "words": words, "spans": spans})


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def synonym_add(request: HttpRequest) -> HttpResponse:
    """Another word for something."""
    access.require(permissions.why_not_edit_synonyms(request.user))
    form = SynonymForm(request.POST or None, initial={"term": request.GET.get("term", "")[:200]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_synonym(by=request.user, **form.cleaned_data)
            said = _("Whoever asks for “%(term)s” now finds “%(other)s” too.")
            messages.success(request, said % {"term": made.term, "other": made.expansion})
            return redirect("search:synonym-list")
        except access.Unmet as unmet:
            form.add_error(None, [blocker.sentence for blocker in unmet.blockers])
    return render(request, "knowledge/synonym_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@access.once
def synonym_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """How much it counts, and in which language it is said."""
    access.require(permissions.why_not_edit_synonyms(request.user))
    synonym = get_object_or_404(Synonym, pk=pk, is_active=True)
    form = WeightForm(request.POST or None, initial={"language": synonym.language, "weight": synonym.weight})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_synonym(synonym, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("search:synonym-list")
        except access.Unmet as unmet:
            form.add_error(None, [blocker.sentence for blocker in unmet.blockers])
    return render(request, "knowledge/synonym_form.html", {"form": form, "synonym": synonym})


@require_POST
def synonym_end(request: HttpRequest, pk: int) -> HttpResponse:
    """It counts for nothing any more; adding it again brings it back."""
    access.require(permissions.why_not_edit_synonyms(request.user))
    ended = actions.end_synonym(get_object_or_404(Synonym, pk=pk), by=request.user)
    said = _("“%(term)s” no longer finds “%(other)s”. Adding it again brings it back.")
    messages.success(request, said % {"term": ended.term, "other": ended.expansion})
    return redirect("search:synonym-list")

"""Ideas that were not endorsed, to be found again by whoever may read their cases."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from endorsement.filters import DeclinedFilter
from endorsement.models import Decision
from pvehub.ui.htmx import render_page
from pvehub.ui.paging import page_of


@require_safe
def declined_list(request: HttpRequest) -> HttpResponse:
    """Why ideas were declined and what would change the answer; the url is the filter."""
    filterset = DeclinedFilter(request.GET, queryset=Decision.objects.declined_for(request.user), request=request)
    context = {"page": page_of(filterset.qs.for_declined_list(), request), "filterset": filterset}
    context["is_narrowed"] = filterset.is_bound and any(filterset.form.cleaned_data.values())
    return render_page(request, "endorsement/declined_list.html", context, fragment="endorsement/_declined_list.html")

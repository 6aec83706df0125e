"""The public check of a letter: number, date and state, and nothing about anything else."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from endorsement import letters
from endorsement.forms import CheckForm
from endorsement.models import Letter

TRIES, HOUR = 10, 3600


def _is_too_often(request: HttpRequest) -> bool:
    """Ten tries an hour for each address, counted in the cache that all workers share."""
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:24]
    key = f"letter-check:{address}"
    cache.add(key, 0, HOUR)
    try:
        return bool(cache.incr(key) > TRIES)
    except ValueError:  # it ran out between the two lines
        return False


@login_not_required
@require_safe
def letter_check_form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed from paper."""
    form = CheckForm(request.GET or None)
    if "code" in request.GET and form.is_valid() and letters.typed(form.cleaned_data["code"]):
        return redirect("endorsement:letter-check", letters.typed(form.cleaned_data["code"]))
    return render(request, "endorsement/letter_check_form.html", {"form": form})


@login_not_required
@require_safe
def letter_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for. An unknown code and a malformed one get the same page and the same status."""
    if _is_too_often(request):
        response = render(request, "endorsement/letter_check.html", {"is_too_often": True}, status=429)
        response["Retry-After"] = str(HOUR)
        return response
    letter = (
        Letter.objects.select_related("decision__case", "decision__reversal")
        .filter(verification_code=letters.typed(code))
        .first()
    )
    return render(request, "endorsement/letter_check.html", {"letter": letter, "state": letter and letter.state})

"""The public check of a letter: number, date and state, and nothing about anything else."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from endorsement import letters
from endorsement.forms import CheckForm
from endorsement.forms.checking import CopyForm
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


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "endorsement/letter_check.html", {"is_too_often": True}, status=429)
    response["Retry-After"] = str(HOUR)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter_check_form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed from paper, or a copy of a letter is compared with the one that was issued."""
    if request.method == "POST":
        return _compared(request)
    form = CheckForm(request.GET or None)
    if "code" in request.GET and form.is_valid() and letters.typed(form.cleaned_data["code"]):
        return redirect("endorsement:letter-check", letters.typed(form.cleaned_data["code"]))
    return render(
        request, "endorsement/letter_check_form.html", {"form": form, "copy_form": CopyForm(auto_id="copy_%s")}
    )


def _compared(request: HttpRequest) -> HttpResponse:
    """The copy is hashed and gone. It is the very letter, or it is not: of no letter, and of another one, the same is said."""
    if _is_too_often(request):
        return _too_often(request)
    form = CopyForm(request.POST, request.FILES, auto_id="copy_%s")
    if not form.is_valid():
        return render(request, "endorsement/letter_check_form.html", {"form": CheckForm(), "copy_form": form})
    code, sha256 = letters.typed(form.cleaned_data["code"]), form.cleaned_data["copy"].sha256
    known = _letters().filter(verification_code=code) if code else _letters().filter(pdf__sha256=sha256)
    letter = known.first()
    is_very = letter is not None and letter.pdf.sha256 == sha256
    context = {"letter": letter, "state": letter and letter.state, "is_compared": True, "is_very": is_very}
    return render(request, "endorsement/letter_check.html", context)


def _letters() -> QuerySet[Letter]:
    """Letters with what the page says of them."""
    return Letter.objects.select_related("decision__case", "decision__reversal", "pdf").order_by("pk")


@login_not_required
@require_safe
def letter_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for. An unknown code and a malformed one get the same page and the same status."""
    if _is_too_often(request):
        return _too_often(request)
    letter = _letters().filter(verification_code=letters.typed(code)).first()
    return render(request, "endorsement/letter_check.html", {"letter": letter, "state": letter and letter.state})

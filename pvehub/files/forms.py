"""The form field that takes an upload."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from pvehub.files import judging, kinds
from pvehub.files.verdicts import Rejected


def _hint() -> str:
    return _("%(kinds)s; at most %(limit)s.") % {
        "kinds": ", ".join(kinds.KINDS),
        "limit": filesizeformat(kinds.MOST_BYTES),
    }


class UploadField(forms.FileField):
    """Asks for a file and says which; judges name and size only, since what is inside is for `files.store` to judge."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", lazy(_hint, str)())
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": kinds.ACCEPT}

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        upload: UploadedFile | None = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            judging.kind_of(upload.name or "")
            if (upload.size or 0) > kinds.MOST_BYTES:
                raise Rejected(judging.too_large())
        return upload

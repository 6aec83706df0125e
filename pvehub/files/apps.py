"""Files: the private store of what people upload."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Files(AppConfig):
    """The content-addressed store, its checks and its serving."""

    name = "pvehub.files"
    label = "files"
    verbose_name = _("Files")

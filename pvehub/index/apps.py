"""Index: one search index over everything, with the permission inside the question."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Index(AppConfig):
    """Documents, lexemes, postings, vocabulary and synonyms."""

    name = "pvehub.index"
    label = "index"
    verbose_name = _("Search index")

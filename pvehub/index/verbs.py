"""The words of this package's events."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "index.synonym_added": _("Synonym added"),
    "index.synonym_changed": _("Synonym changed"),
    "index.synonym_ended": _("Synonym ended"),
}

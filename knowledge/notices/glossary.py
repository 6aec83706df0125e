"""What people are told of the glossary."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pvehub.notifications import Kind, on

KINDS = on(
    _("Glossary"),
    Kind(
        "knowledge.term_commented",
        label=_("Somebody says something of a term you keep"),
        why=_("You keep the glossary at headquarters."),
    ),
    Kind(
        "knowledge.term_answered",
        label=_("What you said of a term was answered"),
        why=_("The comment or the objection is yours."),
    ),
)

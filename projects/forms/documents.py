"""The form of a document: the file once, and what is said of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pvehub.files.forms import UploadField
from pvehub.vocabulary.models import Term

from ..models import Document, Project
from ..sections import SECTIONS
from ..workflow import Tier


class DocumentForm(forms.ModelForm):
    """A new document needs its file; of one that is there only what is said of it changes."""

    upload = UploadField(label=_("File"))
    section = forms.ChoiceField(label=_("Section it supports"), required=False)

    class Meta:
        model = Document
        fields = ["upload", "title", "kind", "language", "dated_on", "section", "tier", "supersedes"]
        widgets = {"dated_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {
            "title": _("No names of participants: the title is read with the record."),
            "tier": _("At least that of the project. A stricter one also hides the title from its other readers."),
        }

    def __init__(self, project: Project, *args: Any, others: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.project = project
        self.fields["kind"].queryset = Term.objects.of("resource-types")
        self.fields["section"].choices = [("", "—"), *((each.slug, each.title) for each in SECTIONS)]
        self.fields["tier"].choices = [pair for pair in Tier.choices if pair[0] >= project.tier]
        self.fields["supersedes"].queryset = others
        if self.instance.pk:
            del self.fields["upload"]
            self.initial["tier"] = self.instance.tier_now
        else:
            self.initial |= {"language": project.language, "tier": project.tier}

    def clean_title(self) -> str:
        title = " ".join(str(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(gettext("A document needs a title."))
        return title

"""What is sent about conditions and about the days of each stage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from endorsement import workflow
from endorsement.forms import AnswerForm
from pvehub.files.forms import UploadField


class EvidenceForm(AnswerForm):
    """What shows that a condition is met, and the paper itself where there is one."""

    upload = UploadField(label=_("The paper itself"), required=False)


class TargetsForm(forms.Form):
    """Working days of each stage, and of an emergency in all."""

    def __init__(self, *args: Any, days: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage, label in workflow.TARGET_LABEL.items():
            self.fields[str(stage)] = forms.IntegerField(
                label=label, min_value=1, max_value=99, initial=days[stage], help_text=_("Working days")
            )

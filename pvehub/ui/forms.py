"""How every form of the portal is drawn: label, hint, error and control tied together for every kind of reader."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

THEMES = [("", _("As this device")), ("light", _("Light")), ("dark", _("Dark"))]
DENSITIES = [("", _("Comfortable")), ("compact", _("Compact"))]
KEYS = [("", _("On")), ("off", _("Off"))]


class HubRenderer(TemplatesSetting):
    """The form renderer of the settings: `{{ form }}` and `{% field form.x %}` use the same field template."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"


class PreferencesForm(forms.Form):
    """How this browser shows the portal. Shape only; the view keeps the answers in cookies."""

    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False, widget=forms.RadioSelect)
    density = forms.ChoiceField(
        label=_("Spacing"),
        choices=DENSITIES,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Compact shows more rows on a screen; controls are a little smaller."),
    )
    keys = forms.ChoiceField(
        label=_("Keyboard shortcuts"),
        choices=KEYS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Switch them off when you dictate, or when single keys get in the way."),
    )

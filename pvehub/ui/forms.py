"""How every form of the portal is drawn: label, hint, error and control tied together for every kind of reader."""

from django.forms.renderers import TemplatesSetting


class HubRenderer(TemplatesSetting):
    """The form renderer of the settings: `{{ form }}` and `{% field form.x %}` use the same field template."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"

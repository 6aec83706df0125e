"""What a kind of background work is called before people: each task says it beside its name, as `label`."""

from celery import current_app
from django.utils.translation import gettext as _


def of(name: str) -> str:
    """The label of the task with this registered name; one that is no more is told by its name."""
    from pvehub import celery  # the ground's models load before celery may

    celery.app.loader.import_default_modules()
    label = getattr(current_app.tasks.get(name), "label", "")
    return str(label) if label else _("Unknown work (%(name)s)") % {"name": name}

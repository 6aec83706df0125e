"""The app's registration."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "pvehub.staffing"
    label = "staffing"

    def ready(self) -> None:
        """The checks of a deployment are known to `check --deploy`."""
        from . import checks  # noqa: F401  (registers itself)

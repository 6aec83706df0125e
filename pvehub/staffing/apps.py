"""The app's registration."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "pvehub.staffing"
    label = "staffing"

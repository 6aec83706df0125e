"""The app's registration."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "risks"
    label = "risks"

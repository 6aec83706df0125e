"""The app's name; nothing is done at start."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, paging and pages that belong to no domain."""

    name = "pvehub.ui"
    label = "ui"

"""The app's registration."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "pvehub.operations"
    label = "operations"

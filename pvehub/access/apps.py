"""The app's registration."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "pvehub.access"
    label = "access"

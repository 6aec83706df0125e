"""The app's registration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "pvehub.jobs"
    label = "jobs"

"""The app's registration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "pvehub.people"
    label = "people"

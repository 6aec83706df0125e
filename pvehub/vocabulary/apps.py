"""The app's registration."""

from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "pvehub.vocabulary"
    label = "vocabulary"

"""The app's registration."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "pvehub.tokens"
    label = "tokens"

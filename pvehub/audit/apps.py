"""The app's registration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "pvehub.audit"
    label = "audit"

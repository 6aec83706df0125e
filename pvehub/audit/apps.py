"""The app's registration."""

import logging

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "pvehub.audit"
    label = "audit"

    def ready(self) -> None:
        logging.captureWarnings(True)  # a warning of a library is a line like every other

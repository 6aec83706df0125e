"""`manage.py metrics`: answers a Prometheus server on a private port. The web server starts it where METRICS_ADDRESS is set."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from pvehub.operations import metrics


class Command(BaseCommand):
    """Reads what the processes of the web server on this machine have counted, and a few numbers of the database."""

    help = "Serve the metrics at METRICS_ADDRESS (127.0.0.1:9464)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Until it is stopped; ends with one sentence when it cannot listen."""
        try:
            server = metrics.server(settings.METRICS_ADDRESS or metrics.DEFAULT)
        except ValueError as reason:
            sys.exit(str(reason))
        except OSError as error:
            sys.exit(f"{settings.METRICS_ADDRESS}: {error.strerror}.")
        server.serve_forever()

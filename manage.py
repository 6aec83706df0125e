#!/usr/bin/env python3
"""The way in, also on a bare machine: `python3 manage.py up` and `python3 manage.py verify` need nothing but Python."""

import os
import sys

from pvehub import bootstrap


def main():
    """Makes the environment where there is none, then hands over to Django."""
    bootstrap.enter(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvehub.settings")
    os.environ.setdefault("PVEHUB_DATABASE_ROLE", bootstrap.database_role(sys.argv))

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

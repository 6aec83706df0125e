"""What `check --deploy` says about people: nobody signs in with an account whose password everybody knows."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError

from pvehub.people.models import User


@register("staffing", deploy=True)
def demonstration_is_closed(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """An active demonstration account is an error; a database that cannot be asked is a warning."""
    try:
        count = User.objects.filter(is_demonstration=True, is_active=True).count()
    except DatabaseError:
        return [Warning("The database could not be asked for demonstration accounts.", id="staffing.W001")]
    if not count:
        return []
    return [
        Error(
            f"{count} demonstration accounts can sign in, and everybody knows their password.",
            hint="Deactivate them before others than this machine can reach the portal.",
            id="staffing.E001",
        )
    ]

"""Who may sign in with a password."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from pvehub.people.models import User


class PasswordBackend(AuthenticationBackend):
    """A closed account is answered as one that never was: nobody learns from the sign-in page who works here."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is None:
            self.unstash_authenticated_user()  # kept aside by allauth, to say that the account is closed
        return user

"""manage.py make_administrators FIRST SECOND: the first two people of a portal that has no administrator."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from pvehub import access
from pvehub.people.models import User
from pvehub.staffing import actions


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise CommandError(f"{text} is not an e-mail address.") from None
    return text.strip().lower()


def _password_url(person: User) -> str:
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"


class Command(BaseCommand):
    help = "Make the first two administrators, each confirmed by the other, and print a link each to set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("first", metavar="FIRST", help="e-mail address of the first administrator")
        parser.add_argument("second", metavar="SECOND", help="e-mail address of the second, another person")

    def handle(self, *args: Any, first: str, second: str, **options: Any) -> None:
        emails = [_address(first), _address(second)]
        if emails[0] == emails[1]:
            raise CommandError("Give two different addresses: the two administrators confirm each other.")
        try:
            people = actions.make_administrators(*emails)
        except access.Unmet as unmet:
            raise CommandError(str(unmet)) from None
        self.stdout.write("Each sets a password under this link; it works once.")
        for person in people:
            self.stdout.write(f"{person.email}  {_password_url(person)}")

"""manage.py load_vocabularies: everything the portal knows before anybody writes; a second time changes nothing."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from pvehub.staffing.loading import load_offices
from pvehub.vocabulary.loading import load_terms


class Command(BaseCommand):
    help = "Load vocabularies, countries, regional offices, and what the apps list in REFERENCE_LOADERS."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        terms, offices = load_terms(), load_offices()
        for path in settings.REFERENCE_LOADERS:
            module, name = path.rsplit(".", 1)
            if find_spec(module) is not None:
                getattr(import_module(module), name)()
        self.stdout.write(f"{terms} terms, {offices} offices.")

"""manage.py audit_verify: is the history what was sealed?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pvehub.audit import seals
from pvehub.audit.models import Seal


class Command(BaseCommand):
    help = "Walk the chain of seals and name the first row that was changed, removed or slipped in."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = seals.verify()
        if broken:
            raise CommandError(broken.sentence)
        self.stdout.write(f"The history is intact: {Seal.objects.count()} seals.")

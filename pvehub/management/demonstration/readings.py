"""A list of references that an officer has uploaded and not yet made drafts of: new ones, two that are here, one cut off."""

from django.utils.translation import override

from knowledge import actions, importing
from pvehub.people.models import Office

from .people import person
from .portfolio import TEXTS


def fill() -> None:
    """The officer in Kampala looks at the dry run."""
    officer, name = person("project-officer-ug"), "readings.ris"
    with override("en"), (TEXTS / name).open("rb") as content, importing.opened(content, name) as entries:
        actions.upload_references(entries, by=officer, name=name, office=Office.objects.get(code="UG"), language="en")

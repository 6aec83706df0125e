"""Which project stands at an address that somebody asks to see."""

import re

from pvehub.people.models import Office

from .models import Project


def find(address: str) -> tuple[Project, Office] | None:
    """The project whose reference is in the text, and its lead office, which decides who else may read it."""
    ref = re.search(r"PVE-\d{4}-\d{4,}", address.upper())
    project = Project.objects.select_related("lead_office").filter(ref=ref[0]).first() if ref else None
    return (project, project.lead_office) if project else None

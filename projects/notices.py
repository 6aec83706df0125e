"""What projects tell people."""

from django.utils.translation import gettext_lazy as _

from pvehub.notifications import Kind

KINDS = [
    Kind("projects.manager_changed", label=_("The manager of a project changed"), urgent=False, always=False),
    Kind("projects.member_added", label=_("You were put on the team of a project"), urgent=False, always=True),
]

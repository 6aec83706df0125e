"""What is recommended, promised, and said of what was promised."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knowledge import ledger
from knowledge.actions import Evidence
from knowledge.asking import uid_in
from knowledge.forms.meetings import day, line, text
from knowledge.models import FollowUpAction, Resource
from pvehub.access.roles import BY_SLUG
from pvehub.files.forms import UploadField
from pvehub.people.models import Office, User
from pvehub.vocabulary.models import Term

ROLES = [(role.slug, role.name) for role in BY_SLUG.values() if role.slug != "staff"]


def resource_at(address: str, user: User) -> Resource | None:
    """The item of the repository at an address, if this person can read it."""
    uid = uid_in(address)
    found: Resource | None = Resource.objects.visible_to(user).filter(uid=uid).first() if uid else None
    return found


class RecommendationForm(forms.Form):
    """What should be done, on which theme."""

    text = text(_("What is recommended"), rows=3, most=600)
    theme = forms.ModelChoiceField(Term.objects.none(), label=_("Theme"), required=False, empty_label=_("No theme"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["theme"].queryset = Term.objects.of("themes")


class ResponseForm(forms.Form):
    """The management response to one recommendation."""

    answer = forms.ChoiceField(label=_("Response"), choices=ledger.Response.choices)
    why = text(_("Why, or which part of it"), rows=2, most=600)


class OwnerForm(forms.Form):
    """A role at an office, and a day."""

    role = forms.ChoiceField(label=_("Who answers for it"), choices=ROLES)
    office = forms.ModelChoiceField(Office.objects.none(), label=_("At which office"))
    due_on = day(_("By which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.by_name()

    def clean(self) -> dict[str, Any]:
        """Only where the role is served."""
        given = super().clean() or {}
        office, role = given.get("office"), BY_SLUG.get(given.get("role") or "")
        if office and role and office.kind not in role.at:
            self.add_error("role", gettext("Nobody serves in this role at an office of this kind."))
        return given


class PromiseForm(OwnerForm):
    """What is promised, by whom, by when."""

    text = line(_("What is promised"), most=400)
    due_on = day(_("By which day"), _("Left empty, it falls due a year after."), required=False)
    field_order = ("text", "role", "office", "due_on")


class PassOnForm(OwnerForm):
    """Another role, another office, another day, and why."""

    why = line(_("Why"), most=300)

    @classmethod
    def of(cls, action: FollowUpAction, data: Any = None) -> PassOnForm:
        """As it stands now."""
        known = {"role": action.owner_role, "office": action.owner_office_id, "due_on": action.due_on}
        return cls(data, initial=known, prefix="pass")


class ProgressForm(forms.Form):
    """What was done so far."""

    note = line(_("What was done so far"), most=600)


class DropForm(forms.Form):
    """Why it will not be done."""

    why = line(_("Why it will not be done"), most=600)


class TakeUpForm(forms.Form):
    """Why it is taken up again."""

    why = line(_("Why it is taken up again"), most=300)


class EvidenceForm(forms.Form):
    """What shows that it was done: an address of the portal, or a file."""

    address = line(
        _("Address in the portal"), _("Of an item of the repository, or of another page."), most=300, required=False
    )
    file = UploadField(label=_("Or a file"), required=False)
    note = line(_("A word on it"), most=600, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Something, and in the portal: what stands elsewhere may be gone tomorrow."""
        given = super().clean() or {}
        address = given.get("address") or ""
        if not self.errors and not address and not given.get("file"):
            self.add_error("address", gettext("Give what shows that it was done: an address in the portal, or a file."))
        if address and not is_ours(address):
            wrong = gettext("This is no address of the portal. Attach what stands elsewhere as a file.")
            self.add_error("address", wrong)
        return given

    def evidence(self) -> Evidence:
        """What was given, as actions take it; an item of the repository is known by its number."""
        address = self.cleaned_data.get("address") or ""
        resource = resource_at(address, self.user) if address else None
        link = "" if resource or not address else _path(address)
        return Evidence(resource=resource, upload=self.cleaned_data.get("file"), link=link)


def is_ours(address: str) -> bool:
    """Whether it leads to a page of this portal."""
    parts = urlsplit(address)
    home = urlsplit(settings.SITE_URL)
    here = (parts.scheme, parts.netloc) in (("", ""), (home.scheme, home.netloc))
    return here and parts.path.startswith("/") and not address.startswith("//") and "\\" not in address


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class PromiseFilterForm(forms.Form):
    """Which promises: where they stand, whose they are, where they come from."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Not over yet")),
            ("overdue", _("Overdue")),
            *ledger.Promise.choices,
            ("all", _("Every state")),
        ],
    )
    whose = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("", _("Everybody’s")), ("mine", _("Those I answer for"))]
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, to_field_name="code", empty_label=_("Every office")
    )
    source = forms.ChoiceField(
        label=_("From"),
        required=False,
        choices=[("", _("Meetings and evaluations")), ("meetings", _("Meetings")), ("evaluations", _("Evaluations"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.by_name()

    def narrow(self, rows: Any, user: User, today: Any) -> Any:
        """The rows that were asked for; a filter that does not exist narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        state = given.get("state", "")
        if state == "overdue":
            rows = rows.overdue(today)
        elif state in ledger.Promise.values:
            rows = rows.filter(state=state)
        elif state != "all":
            rows = rows.unkept()
        if given.get("whose") == "mine":
            rows = rows.answered_by(user)
        if given.get("office"):
            rows = rows.filter(owner_office=given["office"])
        if given.get("source"):
            rows = rows.filter(recommendation__meeting__isnull=given["source"] == "evaluations")
        return rows

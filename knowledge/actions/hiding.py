"""Hiding where a text comes from, and whom it names: one switch, over the text and its files."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge import masking, permissions
from knowledge.models import Attachment, Resource
from pvehub import access, files
from pvehub.audit import trail
from pvehub.jobs import later
from pvehub.people.models import User


def give_credit(resource: Resource, *, by: User, masked: bool, credit: str) -> None:
    """Set who readers are told a text is from, under the caller's lock. A published text that itself tells where it comes
    from is not masked until another one is published; files are kept from readers until a clean copy of them is made."""
    was = resource.is_masked
    if (was, resource.credit) == (masked, credit):
        return
    if was and not masked:
        access.require(permissions.why_not_show_origin(by, resource))
    resource.is_masked, resource.credit = masked, credit
    if masked and not was:
        _require_silent(resource, by=by)
        for attachment in resource.attachments.all():
            later("knowledge.tasks.extract_text", attachment.pk, key=f"knowledge.extract:{attachment.pk}")
    resource.save(update_fields=["is_masked", "credit"])
    if masked != was:
        trail.record(resource, "knowledge.origin_masked" if masked else "knowledge.origin_shown", by=by)


def _require_silent(resource: Resource, *, by: User) -> None:
    published, writes = resource.published_revision, permissions.why_not_edit(by, resource) is None
    page = reverse("knowledge:resource-edit", args=[resource.uid]) if writes else ""
    found = masking.traces(resource, published) if published else []
    if found:
        where = _(
            "Readers have a text that tells where it comes from. Send one without these words first, then mask it."
        )
        told = [access.Blocker(masking.said(one), page and f"{page}#id_{one.place}") for one in found]
        raise access.Unmet([where, *told])


@transaction.atomic
def clean(attachment: Attachment) -> Attachment:
    """What readers of a masked origin get of a file: a copy without its properties; nothing, with the reason kept for its
    authors, where it cannot be cleaned or its own words tell where it comes from."""
    why, copy = masking.why_kept(attachment), None
    if not why:
        try:
            copy = files.cleaned(attachment.file, by=None)
        except files.Unreadable as problem:
            why = str(problem)[:300]
    attachment.clean_file, attachment.kept_why = copy, why
    attachment.save(update_fields=["clean_file", "kept_why"])
    return attachment

"""Counting use: how often an office opened or downloaded a resource on a day. Offices are counted, never people."""

from __future__ import annotations

from django.db import connection

from knowledge import workflow
from knowledge.models import Resource
from pvehub import access
from pvehub.people.calendar import day_at
from pvehub.people.models import User

# One statement, so that two openings in the same moment are two, and a page that is read pays once.
_COUNT = """
insert into "knowledge_use" as u (resource_id, office_id, "on", opened, downloaded)
select %(resource)s, %(office)s, %(on)s, %(opened)s, %(downloaded)s
where not exists (select from knowledge_resource_authors a where a.resource_id = %(resource)s and a.user_id = %(user)s)
on conflict (resource_id, office_id, "on") do update
set opened = u.opened + excluded.opened, downloaded = u.downloaded + excluded.downloaded
"""


def count_use(resource: Resource, *, by: User, downloaded: bool = False) -> None:
    """One more opening, or download, by the office this person serves at, on the day it is there. What is not published is
    not counted, nor what its authors open themselves."""
    postings = sorted(access.standing(by).postings, key=lambda posting: (posting.starts_at, posting.pk))
    office = postings[0].office if postings else None
    if office is None or resource.created_by_id == by.pk or resource.state != workflow.State.PUBLISHED:
        return
    facts = {"resource": resource.pk, "office": office.pk, "user": by.pk}
    facts |= {"opened": int(not downloaded), "downloaded": int(downloaded)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, facts | {"on": day_at(office)})

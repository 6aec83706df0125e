"""Reads of updates and visits, and of what people follow. Each starts from what the reader may see of the project."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from pvehub import access
from pvehub.people.models import User

if TYPE_CHECKING:
    from .querysets import ProjectQuerySet


def _projects() -> "ProjectQuerySet":
    found: ProjectQuerySet = apps.get_model("projects", "Project").objects.all()
    return found


class UpdateQuerySet(models.QuerySet[Any]):
    """Updates: as visible as the whole record; to readers of the open sections only what the team opened to them."""

    def visible_to(self, user: User) -> Self:
        whole = Q(project__in=_projects().whole_for(user).values("pk"))
        opened = Q(is_open=True, project__in=_projects().visible_to(user).values("pk"))
        return self.filter(whole | opened).select_related("project", "author")

    def telling(self, user: User, *, country: str = "", theme: str = "") -> Self:
        """Of projects that have the country and the theme, as far as this reader reads them; after `visible_to`."""
        projects = _projects().visible_to(user).marked_whole_for(user)
        if country:
            projects = projects.telling("countries", country)
        if theme:
            projects = projects.telling("themes", theme, "themes")
        return self.filter(project__in=projects.values("pk")) if country or theme else self

    def newest(self) -> Self:
        return self.order_by("-happened_on", "-pk")


class VisitQuerySet(models.QuerySet[Any]):
    """Visits: for who reads the whole record."""

    def visible_to(self, user: User) -> Self:
        projects = _projects().whole_for(user)
        return self.filter(project__in=projects.values("pk")).select_related("author")

    def newest(self) -> Self:
        return self.order_by("-happened_on", "-pk")


class FollowQuerySet(models.QuerySet[Any]):
    """What people follow: each their own list, and nobody else's."""

    def visible_to(self, user: User) -> Self:
        return self.filter(user=user) if user.is_active and access.standing(user).office_ids else self.none()

    def of(self, project: Any) -> Self:
        """Of people who may hear of this project: by a country or theme of its working copy or of what was endorsed.

        Wider than what each of them may be told; who tells them asks that of each one.
        """
        sections = (project.endorsed_content or {}).get("sections", [])
        said = {item["name"]: item["data"] for section in sections for item in section["fields"]}
        countries = {*project.countries.values_list("pk", flat=True), *(said.get("countries") or [])}
        codes = {*project.themes.values_list("code", flat=True), *(said.get("themes") or [])}
        themes = self.model.themes_holding(codes)
        return self.filter(Q(country__in=countries) | Q(theme__in=themes.values("pk")))

    def for_list(self) -> Self:
        return self.select_related("country", "theme").order_by("country__name_en", "theme__name_en", "pk")

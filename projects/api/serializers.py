"""The fields of every answer, by name: what stands in no class here does not go out."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from pvehub.vocabulary.models import Term

from ..exporting.telling import Told
from ..models import Organization, OtherProject
from ..sections import FIELDS, SECTIONS

LISTS = (
    "themes",
    "drivers",
    "target-groups",
    "forms-of-ve",
    "intervention-tags",
    "approach-tags",
    "resource-types",
)


class ProjectSerializer(serializers.Serializer):
    """A project in a list: facts, codes rather than names. Of a published one as it was endorsed."""

    ref = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    public_title = serializers.CharField()
    language = serializers.CharField()
    status = serializers.CharField()
    classification = serializers.CharField()
    tier = serializers.IntegerField()
    lead_office = serializers.CharField()
    region = serializers.CharField(allow_null=True)
    countries = serializers.ListField(child=serializers.CharField())
    start_on = serializers.CharField(allow_null=True)
    end_on = serializers.CharField(allow_null=True)
    budget = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    themes = serializers.ListField(child=serializers.CharField())
    url = serializers.CharField()


class FieldSerializer(serializers.Serializer):
    """One answer of the record: `value` as it reads, `data` for machines."""

    name = serializers.CharField()
    label = serializers.CharField()
    kind = serializers.CharField()
    value = serializers.CharField()
    data = serializers.JSONField()


class SectionSerializer(serializers.Serializer):
    """An open section with its open fields."""

    slug = serializers.CharField()
    title = serializers.CharField()
    fields_ = FieldSerializer(many=True, source="fields")

    def get_fields(self) -> dict[str, Any]:
        """`fields` is a word of the library's own: the field is declared under another name and given its own here."""
        found = super().get_fields()
        found["fields"] = found.pop("fields_")
        found["fields"].source = None
        return found


class ProjectDetailSerializer(ProjectSerializer):
    """A project with its open sections."""

    sections = SectionSerializer(many=True)


class OrganizationSerializer(serializers.Serializer):
    """A partner or donor of projects that the reader reads whole."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    country = serializers.CharField(allow_null=True)
    projects = serializers.IntegerField()


class RoleSerializer(serializers.Serializer):
    """What an organization is to one project."""

    project = serializers.CharField()
    role = serializers.CharField()


class OrganizationDetailSerializer(OrganizationSerializer):
    """An organization with its roles."""

    roles = RoleSerializer(many=True)


class OtherProjectSerializer(serializers.Serializer):
    """A project of another organization, as a list told it."""

    external_id = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    organizations = serializers.CharField()
    countries = serializers.ListField(child=serializers.CharField())
    start_on = serializers.DateField(allow_null=True)
    end_on = serializers.DateField(allow_null=True)
    budget = serializers.DecimalField(15, 2, allow_null=True)
    currency = serializers.CharField()
    source = serializers.CharField()


class VocabularySerializer(serializers.Serializer):
    """A list of terms."""

    name = serializers.CharField()
    terms = serializers.IntegerField()


class TermSerializer(serializers.Serializer):
    """A term: its code is what projects name."""

    code = serializers.CharField()
    name_en = serializers.CharField()
    name_fr = serializers.CharField()
    name_es = serializers.CharField()
    parent = serializers.CharField(allow_null=True)
    is_reviewed = serializers.BooleanField()


class IndicatorSerializer(TermSerializer):
    """A standard indicator of the bank with its method sheet."""

    method = serializers.JSONField()


class ProblemSerializer(serializers.Serializer):
    """Why there is no answer, in one sentence."""

    detail = serializers.CharField()


def project(row: Told) -> dict[str, Any]:
    """A project as `ProjectSerializer` wants it."""
    one, data = row.project, row.data
    region = one.region
    return {
        "ref": one.ref,
        "code": one.code,
        "title": data.get("title") or one.ref,
        "public_title": data.get("public_title") or "",
        "language": one.language,
        "status": one.status,
        "classification": data.get("classification") or "",
        "tier": one.tier,
        "lead_office": one.lead_office.code,
        "region": region.code if region else None,
        "countries": data.get("countries") or [],
        "start_on": data.get("start_on") or None,
        "end_on": data.get("end_on") or None,
        "budget": data.get("budget") or None,
        "currency": data.get("currency") or "",
        "themes": data.get("themes") or [],
        "url": reverse("api:project-detail", args=[one.ref]),
    }


def sections(row: Told) -> list[dict[str, Any]]:
    """The open sections as they were told, in the order of the record."""
    found = []
    for section in SECTIONS:
        names = [item.name for item in section.fields if item.name in row.data]
        if names:
            fields = [_field(row, name) for name in names]
            found.append({"slug": section.slug, "title": str(section.title), "fields": fields})
    return found


def _field(row: Told, name: str) -> dict[str, Any]:
    item = FIELDS[name]
    facts = {"name": name, "label": str(item.label), "kind": item.kind.value}
    return facts | {"value": row.words.get(name, ""), "data": row.data[name]}


def organization(one: Organization, seen: int) -> dict[str, Any]:
    facts = {"id": one.pk, "name": one.name, "kind": one.kind, "country": one.country_id}
    return facts | {"projects": seen}


def other(one: OtherProject) -> dict[str, Any]:
    names = ("external_id", "title", "summary", "language", "organizations", "start_on", "end_on", "budget", "currency")
    facts = {name: getattr(one, name) for name in (*names, "source")}
    return facts | {"countries": [land.iso2 for land in one.countries.all()]}


def term(one: Term) -> dict[str, Any]:
    names = ("code", "name_en", "name_fr", "name_es", "is_reviewed")
    facts = {name: getattr(one, name) for name in names}
    return facts | {"parent": one.parent.code if one.parent else None, "method": one.attributes}

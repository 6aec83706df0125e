"""The lists and records of the API. Each starts from `visible_to`, narrowed to what a token may read."""

from typing import Any

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.decorators import api_view
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from pvehub.audit import trail
from pvehub.vocabulary.models import Term

from ..exporting.telling import fields, ready, told
from ..filters import OtherProjectFilter, ProjectFilter
from ..models import Organization, OtherProject, Participation, Project
from ..workflow import Tier
from . import serializers as shapes
from .answers import Pages, asked_only, sound, unchanged
from .documenting import OTHER_FILTERS, PROJECT_FILTERS, listing, single


def _projects(request: Any) -> Any:
    """What this token reads: no tier above 1, whatever its owner may see when signed in."""
    return Project.objects.visible_to(request.user).filter(tier__lte=Tier.REGION).marked_whole_for(request.user)


def _paged(request: Any, rows: Any, one: Any, serializer: Any) -> Response:
    pages = Pages()
    page = [one(row) for row in pages.paginate_queryset(rows, request) or []]
    return pages.get_paginated_response(serializer(page, many=True).data)


@unchanged
@listing(shapes.ProjectSerializer, PROJECT_FILTERS, operation_id="projects_list")
@api_view(["GET"])
def project_list(request: Any) -> Response:
    """The portfolio as the owner of the token reads it, with the filters of the page."""
    asked_only(request, PROJECT_FILTERS)
    found = sound(ProjectFilter(request.GET, _projects(request)))
    pages = Pages()
    rows = told(pages.paginate_queryset(ready(found.ordered), request) or [])
    trail.read_many(Project, [row.project.pk for row in rows], by=request.user, what="api")
    page = shapes.ProjectSerializer([shapes.project(row) for row in rows], many=True)
    return pages.get_paginated_response(page.data)


@unchanged
@single(shapes.ProjectDetailSerializer, operation_id="projects_read")
@api_view(["GET"])
def project_detail(request: Any, ref: str) -> Response:
    """One project with its open sections; of a published one as it was endorsed."""
    asked_only(request, set())
    project = get_object_or_404(ready(_projects(request)), ref=ref)
    trail.read(project, by=request.user, what="api")
    row = told([project], fields(whole=False))[0]
    one = shapes.project(row) | {"sections": shapes.sections(row)}
    return Response(shapes.ProjectDetailSerializer(one).data)


def _organizations(request: Any) -> Any:
    """Organizations in projects of tier 0 and 1 that the owner reads whole; `n` counts these projects."""
    return Organization.objects.visible_to(request.user).of(_wholes(request))


def _wholes(request: Any) -> Any:
    return Project.objects.whole_for(request.user).filter(tier__lte=Tier.REGION)


@unchanged
@listing(shapes.OrganizationSerializer, operation_id="organizations_list")
@api_view(["GET"])
def organization_list(request: Any) -> Response:
    """Partners and donors of projects whose whole record the owner reads."""
    asked_only(request, set())
    rows = _organizations(request).by_name()
    return _paged(request, rows, lambda one: shapes.organization(one, one.n), shapes.OrganizationSerializer)


@unchanged
@single(shapes.OrganizationDetailSerializer, operation_id="organizations_read")
@api_view(["GET"])
def organization_detail(request: Any, pk: int) -> Response:
    """One organization with its role in each of these projects."""
    asked_only(request, set())
    one = get_object_or_404(_organizations(request), pk=pk)
    parts = Participation.objects.filter(organization=one, project__in=_wholes(request).values("pk"))
    roles = [
        {"project": part.project.ref, "role": part.role} for part in parts.select_related("project").order_by("pk")
    ]
    return Response(shapes.OrganizationDetailSerializer(shapes.organization(one, one.n) | {"roles": roles}).data)


@unchanged
@listing(shapes.OtherProjectSerializer, OTHER_FILTERS, operation_id="landscape_list")
@api_view(["GET"])
def other_list(request: Any) -> Response:
    """Projects of other organizations, with the filters of the page."""
    asked_only(request, OTHER_FILTERS)
    found = sound(OtherProjectFilter(request.GET, OtherProject.objects.visible_to(request.user)))
    return _paged(request, found.qs.for_list(), shapes.other, shapes.OtherProjectSerializer)


@unchanged
@listing(shapes.VocabularySerializer, operation_id="vocabularies_list")
@api_view(["GET"])
def vocabulary_list(request: Any) -> Response:
    """The lists of terms that projects are described by."""
    asked_only(request, set())
    rows = Term.objects.filter(list__in=shapes.LISTS).values("list").annotate(terms=Count("pk")).order_by("list")
    return _paged(request, rows, lambda row: {"name": row["list"], "terms": row["terms"]}, shapes.VocabularySerializer)


@unchanged
@listing(shapes.TermSerializer, operation_id="vocabularies_read")
@api_view(["GET"])
def vocabulary_detail(request: Any, name: str) -> Response:
    """The living terms of one list."""
    asked_only(request, set())
    if name not in shapes.LISTS:
        raise Http404
    return _paged(request, Term.objects.of(name).select_related("parent"), shapes.term, shapes.TermSerializer)


@unchanged
@listing(shapes.IndicatorSerializer, operation_id="indicators_list")
@api_view(["GET"])
def indicator_list(request: Any) -> Response:
    """The bank of standard indicators with their method sheets."""
    asked_only(request, set())
    rows = Term.objects.of("indicators").select_related("parent")
    return _paged(request, rows, shapes.term, shapes.IndicatorSerializer)


@extend_schema(exclude=True)
@api_view(["GET"])
def missing(request: Any, rest: str = "") -> Response:
    """Whatever else is asked for under /api/."""
    raise Http404


class Schema(SpectacularJSONAPIView):
    """This API as an OpenAPI document, the same for every token: it is made from the code and reads no record."""

    renderer_classes = [JSONRenderer]


schema = unchanged(Schema.as_view())

"""How the OpenAPI document speaks of the views: parameters and answers. It is the same for everybody who may read it."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from ..filters import OtherProjectFilter, ProjectFilter
from .answers import Pages
from .serializers import ProblemSerializer

PROJECT_FILTERS = frozenset(ProjectFilter.base_filters)
OTHER_FILTERS = frozenset(OtherProjectFilter.base_filters)
REFUSALS = dict.fromkeys((400, 401, 404, 429), ProblemSerializer)


class BearerScheme(OpenApiAuthenticationExtension):
    """The one way to say who asks."""

    target_class = "pvehub.tokens.bearer.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}


def listing(serializer: Any, filters: frozenset[str] = frozenset(), **more: Any) -> Any:
    """A page of rows: their serializer, and the filters by name."""
    known = [OpenApiParameter(name, OpenApiTypes.STR) for name in sorted(filters)]
    known += [
        OpenApiParameter(name, OpenApiTypes.INT) for name in (Pages.page_query_param, Pages.page_size_query_param)
    ]
    return extend_schema(parameters=known, responses={200: paged(serializer), **REFUSALS}, **more)


def paged(serializer: Any) -> Any:
    """The envelope of a page around these rows."""
    from rest_framework import serializers

    name = serializer.__name__.removesuffix("Serializer")
    fields = {
        "count": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": serializer(many=True),
    }
    return type(f"{name}PageSerializer", (serializers.Serializer,), fields)


def single(serializer: Any, **more: Any) -> Any:
    """One record."""
    return extend_schema(responses={200: serializer, **REFUSALS}, **more)

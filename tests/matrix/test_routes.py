"""No route is forgotten: one without a row of the policy, or a row without a route, is red."""

from django.http import HttpResponse
from django.urls import get_resolver, path

from tests.matrix import policy_files


def test_every_route_has_a_row_and_every_row_a_route():
    missing, stale = policy_files.differences()

    assert not missing, f"routes without a row in tests/matrix/policy: {sorted(missing)}"
    assert not stale, f"rows without a route: {sorted(stale)}"


def test_a_route_added_without_a_row_is_found():
    added = path("secret-export.csv", lambda request: HttpResponse("leak"), name="secret-export")

    missing, _stale = policy_files.differences([*get_resolver().url_patterns, added])

    assert "secret-export" in missing


def test_a_route_taken_away_leaves_its_row_behind():
    patterns = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "name", "") != "home"]

    _missing, stale = policy_files.differences(patterns)

    assert "home" in stale

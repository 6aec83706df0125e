"""The settings of a deployment: what they refuse to start with, and what every answer carries."""

import json
import os
import secrets
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.checks import Error
from django.core.checks.registry import registry
from django.db import connection
from django.urls import reverse

from pvehub import bootstrap
from pvehub.staffing import checks
from tests import make

KEY = secrets.token_urlsafe(64)
# What a deployment sets, as the guide names it; the database is given by each test that needs one.
DEPLOYMENT = {
    "SITE_URL": "https://hub.example.org",
    "SECRET_KEY": KEY,
    "DATABASE_URL": "postgresql://hub@127.0.0.1:1/hub",
    "PVEHUB_DATABASE_ROLE": "app",
}
READ_HEADERS = """
import json, django
django.setup()
from django.test import Client
answer = Client().get("/accounts/login/", secure=True, headers={"host": "hub.example.org"})
plain = Client().get("/accounts/login/", headers={"host": "hub.example.org"})
stranger = Client(raise_request_exception=False).get("/accounts/login/", secure=True, headers={"host": "evil.example"})
print(json.dumps({
    "status": answer.status_code,
    "headers": dict(answer.headers),
    "cookies": {name: morsel.OutputString() for name, morsel in answer.cookies.items()},
    "plain": [plain.status_code, plain.headers.get("Location", "")],
    "stranger": stranger.status_code,
}))
"""


def run(*words, **environment):
    given = {name: os.environ[name] for name in ("PATH", "PVEHUB_DATA", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *words],
        cwd=bootstrap.FOLDER,
        env=given | {"DJANGO_SETTINGS_MODULE": "pvehub.settings"} | DEPLOYMENT | environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def boot(**environment):
    return run("-c", "import pvehub.settings", **environment)


def database_of_this_test():
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.fixture
def answer(db):
    """What a deployment answers to somebody who asks for the sign-in page."""
    # Plain names of static files: a fresh clone has collected none, and the headers do not depend on them.
    place = {"DATABASE_URL": database_of_this_test(), "PVEHUB_TESTING": "1"}
    done = run("-W", "ignore", "-c", READ_HEADERS, **place)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_a_deployment_boots():
    done = boot()

    assert done.returncode == 0, done.stderr[-500:]


@pytest.mark.parametrize("key", ["changeme", "a" * 80, "secret" * 4])
def test_a_weak_key_is_refused(key):
    done = boot(SECRET_KEY=key)

    assert done.returncode != 0 and "SECRET_KEY is too weak" in done.stderr


def test_a_missing_key_is_refused_where_others_reach_the_portal(tmp_path):
    done = boot(SECRET_KEY="", PVEHUB_DATA=str(tmp_path))

    assert done.returncode != 0 and "Set SECRET_KEY" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_debug_is_refused_with_a_real_host():
    done = boot(DEBUG="1")

    assert done.returncode != 0 and "DEBUG" in done.stderr


def test_debug_is_allowed_at_home():
    assert boot(DEBUG="1", SITE_URL="http://127.0.0.1:8000").returncode == 0


def test_the_checks_of_a_deployment_are_clean(db):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=database_of_this_test())

    assert done.returncode == 0, done.stderr[-2000:]
    assert "no issues" in done.stdout


@pytest.mark.django_db
def test_a_demonstration_account_that_can_sign_in_fails_the_checks():
    assert checks.demonstration_is_closed in registry.deployment_checks
    assert checks.demonstration_is_closed(None) == []

    person = make.officer(is_demonstration=True)
    found = checks.demonstration_is_closed(None)
    assert [(type(message), message.id) for message in found] == [(Error, "staffing.E001")]

    person.is_active = False
    person.save()
    assert checks.demonstration_is_closed(None) == []


def test_over_https_every_answer_is_locked(answer):
    headers = answer["headers"]

    assert answer["status"] == 200
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["Cache-Control"].count("no-store") == 1
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_policy_of_content_allows_nothing_unsafe(answer):
    policy = answer["headers"]["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))

    assert directives["default-src"] == "'none'"
    assert {"base-uri", "form-action", "frame-ancestors"} <= set(directives)
    assert set(directives.values()) == {"'none'", "'self'"}
    assert "unsafe" not in policy


def test_over_https_cookies_are_bound_to_this_host(answer):
    assert answer["cookies"]
    for name, cookie in answer["cookies"].items():
        assert name.startswith("__Host-")
        assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie and "SameSite" in cookie
        assert "HttpOnly" in cookie


def test_plain_http_leads_to_https(answer):
    assert answer["plain"] == [301, "https://hub.example.org/accounts/login/"]


def test_another_name_for_this_host_is_refused(answer):
    assert answer["stranger"] == 400


@pytest.mark.django_db
def test_behind_the_sign_in_nothing_is_kept(as_):
    client = as_(make.officer())
    for route in ("home", "projects:project-list", "staffing:me"):
        answer = client.get(reverse(route))
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"], route
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("flag", "count"), [("1", "1"), ("", "0")])
def test_only_a_proxy_that_ends_tls_is_asked_for_the_address_of_a_visitor(flag, count):
    asked = "from django.conf import settings as s; print(getattr(s, 'ALLAUTH_TRUSTED_PROXY_COUNT', 0))"
    assert run("-c", asked, TLS_ENDS_BEFORE_US=flag).stdout.strip() == count

"""docker-compose.yml: every service hardened, no secret in it, the owner's address known to one service only."""

import io
import pathlib
from typing import Any

import pytest
import yaml

from pvehub.management.commands import make_secrets

COMPOSITION: dict[str, Any] = yaml.safe_load(
    (pathlib.Path(__file__).parents[1] / "docker-compose.yml").read_text("utf-8")
)
SERVICES: dict[str, dict[str, Any]] = COMPOSITION["services"]


def test_the_services_are_those_of_the_design():
    assert set(SERVICES) == {"web", "worker", "beat", "redis", "db", "migrate"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_hardened(name: str):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service and "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert {"mem_limit", "cpus", "pids_limit", "healthcheck"} <= set(service)
    assert "test" in service["healthcheck"] or name == "migrate"


def test_only_the_web_is_reached_and_only_from_this_machine():
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert list(ports) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in ports["web"])
    assert COMPOSITION["networks"]["inside"] == {"internal": True}
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_the_metrics_are_served_when_asked_for_and_published_to_nobody():
    asked = [name for name, service in SERVICES.items() if "METRICS_ADDRESS" in (service.get("environment") or {})]

    assert asked == ["web"]
    assert SERVICES["web"]["environment"]["METRICS_ADDRESS"] == "${METRICS_ADDRESS:-}"
    assert [port.rpartition(":")[2] for port in SERVICES["web"]["ports"]] == [SERVICES["web"]["environment"]["PORT"]]
    assert not any("expose" in service or "network_mode" in service for service in SERVICES.values())


def test_the_threads_of_the_web_server_share_their_heaps():
    """Measured: with one for each thread it went on growing while the number of Python objects stood still."""
    assert int(SERVICES["web"]["environment"]["MALLOC_ARENA_MAX"]) <= 2


def test_nothing_serves_before_the_tables_are_made():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["command"][-1] == "prepare"


def test_secrets_are_files_and_the_owner_is_known_to_the_migration_only():
    for name, service in SERVICES.items():
        for variable, value in (service.get("environment") or {}).items():
            if any(word in variable for word in ("SECRET", "PASSWORD", "DATABASE_URL", "OWNER_URL", "REDIS")):
                assert variable.endswith("_FILE") and value.startswith("/run/secrets/"), variable
                assert value.removeprefix("/run/secrets/") in service["secrets"]
        assert ("database_owner_url" in service.get("secrets", [])) == (name == "migrate")


def test_the_command_makes_every_secret_the_composition_names(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch):
    from django.core.management import call_command

    monkeypatch.setattr(make_secrets, "FOLDER", tmp_path / ".secrets")
    call_command("make_secrets", stdout=io.StringIO())

    files = {path.name: path.read_text(encoding="ascii") for path in (tmp_path / ".secrets").iterdir()}
    assert {f".secrets/{name}" for name in files} == {secret["file"] for secret in COMPOSITION["secrets"].values()}
    assert files["database_app_password"] in files["database_url"]
    assert files["redis_password"] in files["redis_url"]
    assert (tmp_path / ".secrets").stat().st_mode & 0o777 == 0o700

    call_command("make_secrets", stdout=io.StringIO())
    assert {path.name: path.read_text(encoding="ascii") for path in (tmp_path / ".secrets").iterdir()} == files


def test_no_service_is_taken_from_a_named_host():
    assert all("/" not in service["image"] for service in SERVICES.values())

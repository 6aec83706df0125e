"""House rules: what every room keeps to, checked by reading the code."""

import ast
import inspect
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, get_resolver

from tests.machinery import slowness

ROOT = Path(__file__).parent.parent
APPS = ("projects", "risks", "knowledge", "endorsement")
TOP = {
    "manage.py",
    "pvehub",
    *APPS,
    "templates",
    "static",
    "tests",
    "pyproject.toml",
    "docker-compose.yml",
    "README.md",
}
FLOORS = {"endorsement": 4, "knowledge": 3, "risks": 3, "projects": 2}
LONGEST_FILE, LONGEST_VIEW, LONGEST_ACTION = 400, 25, 40


@cache
def sources() -> tuple[Path, ...]:
    """Every file git knows or would know; the rules hold before the commit too."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("git is not installed, or this is no clone: the house cannot tell its own files from others")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(ROOT / name for name in sorted(listed.stdout.splitlines()) if (ROOT / name).is_file())


def modules(*, tests: bool = False) -> list[Path]:
    found = [path for path in sources() if path.suffix == ".py" and "migrations" not in path.parts]
    return [path for path in found if tests or path.relative_to(ROOT).parts[0] != "tests"]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def test_the_top_level_is_exactly_the_card():
    top = {path.relative_to(ROOT).parts[0] for path in sources()}

    assert {entry for entry in top if not entry.startswith(".")} == TOP


def test_no_room_is_larger_than_four_hundred_lines():
    kinds = {".py", ".html", ".css", ".js"}
    large = {
        name(path): lines
        for path in sources()
        if path.suffix in kinds
        and "migrations" not in path.parts
        and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }

    assert not large


def test_views_and_actions_are_short():
    long = []
    for path in modules():
        part = set(path.with_suffix("").relative_to(ROOT).parts)
        limit = LONGEST_VIEW if "views" in part else LONGEST_ACTION if "actions" in part else None
        for node in functions(path) if limit else ():
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            if length > (limit or 0):
                long.append(f"{name(path)}:{node.lineno} {node.name} {length}")

    assert not long


def test_every_module_says_what_lives_in_it():
    silent = [
        name(path)
        for path in modules(tests=True)
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]

    assert not silent


def test_every_model_states_its_rule():
    silent = [
        model.__qualname__
        for model in apps.get_models()
        if _room(model) and "(" in (inspect.getdoc(model) or "(").split("\n")[0][: len(model.__name__) + 1]
    ]

    assert not silent, "a docstring that is only Django's own list of fields"


def test_every_action_states_its_rule():
    silent = [
        f"{name(path)}:{node.name}"
        for path in modules()
        if "actions" in path.with_suffix("").parts
        for node in functions(path)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert not silent


WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# What these modules of the ground write is their own bookkeeping, inside the action that calls them.
WRITERS = re.compile(
    r"/(actions|loading|commands|migrations|embedded|management)(/|\.py)"
    r"|pvehub/(audit/(trail|seals)|access/(keys|grants)|people/models|jobs/|notifications/|files/|index/|vocabulary/)"
)
# A word that is a write on a queryset and something else elsewhere.
ALLOWED = re.compile(
    r"^(cache|session|request\.session|self\.request\.session|form|canvas|image|picture|document|buffer)\b"
)


def _receiver(node: ast.Call) -> str:
    assert isinstance(node.func, ast.Attribute)
    return ast.unparse(node.func.value)


def test_rows_are_written_by_actions_only():
    strays = []
    for path in modules():
        if WRITERS.search("/" + name(path)):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                receiver, verb = _receiver(node), node.func.attr
                writes = verb in WRITES or (verb == "update" and "objects" in receiver)
                if writes and not ALLOWED.match(receiver) and not receiver.startswith(("super()", "self.unstash")):
                    strays.append(f"{name(path)}:{node.lineno} {receiver}.{verb}()")

    assert not strays


def test_groups_are_asked_of_live_postings_never_of_the_user_row():
    strays = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"groups", "has_perm", "has_perms", "user_permissions"}
        and re.search(r"(^|\.)(user|person|by)$", ast.unparse(node.value))
    ]

    assert not strays


FORBIDDEN = {
    r"\bmark_safe\b|\|\s*safe\b": "text of people goes to the page escaped",
    r"filter\(\*\*\s*(self\.)?request|order_by\(\s*(self\.)?request": "a request never names the columns",
    r"redirect\(\s*request\.(GET|POST)|HttpResponseRedirect\(\s*request\.(GET|POST)": "no redirect to what was sent along",
    r"from django\.dispatch|post_save\.connect|@receiver": "no signals for our own code",
}


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_what_no_line_may_hold(pattern):
    strays = [
        f"{name(path)}:{number}"
        for path in sources()
        if path.suffix in {".py", ".html"} and path.relative_to(ROOT).parts[0] != "tests"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]

    assert not strays, FORBIDDEN[pattern]


def _room(model: type[models.Model]) -> str:
    """The app's folder when the model is ours, else empty."""
    package = model.__module__.split(".")[0]
    return package if package in {*APPS, "pvehub"} else ""


def _floor(label: str) -> int:
    return FLOORS.get(label, 1)


def test_no_model_points_up_or_sideways():
    strays = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if _room(model)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if _floor(field.related_model._meta.app_label) >= _floor(model._meta.app_label) > 1
        and field.related_model._meta.app_label != model._meta.app_label
        or _floor(field.related_model._meta.app_label) > _floor(model._meta.app_label)
    ]

    assert not strays


def test_no_migration_depends_on_a_room_above_or_beside():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    strays = [
        f"{label}.{step} -> {other}"
        for (label, step), migration in loader.disk_migrations.items()
        for other, _name in migration.dependencies
        if other in FLOORS and other != label and _floor(other) >= _floor(label)
    ]

    assert not strays


def test_no_two_files_import_each_other_however_far_around():
    """Imports inside functions and for types count too: a circle is a circle."""
    graph = grimp.build_graph("pvehub", *APPS)
    seen: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles = []

    def visit(module: str) -> None:  # Tarjan's strongly connected components
        seen[module] = low[module] = len(seen)
        stack.append(module)
        for other in graph.find_modules_directly_imported_by(module):
            if other not in seen:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], seen[other])
        if low[module] == seen[module]:
            circle = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(circle) > 1:
                circles.append(sorted(circle))

    for module in sorted(graph.modules):
        if module not in seen:
            visit(module)

    assert not circles


API = (
    "schema",
    *("project-list", "project-detail", "organization-list", "organization-detail", "other-list"),
    *("vocabulary-list", "vocabulary-detail", "indicator-list", "missing"),
)
PUBLIC = {
    "healthz",
    "readyz",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "ui:language",
    "notifications:bell",  # a page whose session ended is answered without a word
    "notifications:unsubscribe",  # from a mail, under a signed key
    "projects:project-section",  # to keep what is sent after the session ended; sends everybody else to sign-in
    "knowledge:evidence-beside",  # a click beside that form, for the same reason
    "projects:row-add",  # likewise
    "projects:row-edit",
    "endorsement:report-write",  # likewise
    # The API: sign-in is a token there, and who sends none gets 401 as JSON, not a page.
    *(f"api:{name}" for name in API),
    "knowledge:feed",  # a feed reader has no session: it comes with a token of its own that opens nothing else
    "dates:feed",  # likewise a calendar
    "knowledge:attachment-download",  # to nobody they are not there: not even the sign-in says that they are
    "knowledge:attachment-preview",
    "knowledge:revision-detail",
    "knowledge:document-download",
    "knowledge:promise-evidence",
    "endorsement:letter-check",
    "endorsement:letter-check-form",
}


def _views(patterns, names=()):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*names, pattern.name or ""]), pattern.callback
        else:
            yield from _views(pattern.url_patterns, (*names, pattern.namespace) if pattern.namespace else names)


def test_everything_asks_for_sign_in_but_what_is_listed_here():
    open_doors = {
        route for route, view in _views(get_resolver().url_patterns) if not getattr(view, "login_required", True)
    }

    assert open_doors <= PUBLIC, open_doors - PUBLIC


def test_every_post_carries_the_forms_key_but_one():
    exempt = {route for route, view in _views(get_resolver().url_patterns) if getattr(view, "csrf_exempt", False)}

    # A mail program posts there by itself (RFC 8058), under a signed key; the API takes no session that could be ridden.
    assert exempt <= {"notifications:unsubscribe", *(f"api:{name}" for name in API)}


def test_no_builder_hides_another_of_the_same_name():
    made: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests" / "making").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                made.setdefault(node.name, []).append(path.name)

    assert {name: where for name, where in made.items() if len(where) > 1} == {}


def test_what_the_quick_gate_leaves_out_as_slow_is_still_there():
    gone = []
    for name in slowness.listed():
        path, _sign, function = name.partition("::")
        where = ROOT / path
        if not where.exists() or f"def {function.rpartition('::')[2]}(" not in where.read_text():
            gone.append(name)
    assert not gone, "tests/slow.txt names tests that are gone; make it anew, tests/machinery/slowness.py says how"

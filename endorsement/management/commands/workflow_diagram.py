"""Prints the diagram of a case's steps, generated from the table."""

from typing import Any

from django.core.management.base import BaseCommand

from endorsement import drawing


class Command(BaseCommand):
    """`manage.py workflow_diagram`: the mermaid diagram; with --block, with the markers that README.md carries."""

    help = "Print the workflow of a case as a mermaid diagram, generated from endorsement/workflow.py."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--block", action="store_true", help="with the fence and markers used in README.md")

    def handle(self, *args: Any, block: bool, **options: Any) -> None:
        self.stdout.write(drawing.documented() if block else drawing.mermaid())

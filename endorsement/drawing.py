"""The table of steps as a diagram, and as the block that stands in README.md."""

from endorsement import workflow


def mermaid() -> str:
    """The diagram of the table, as the README shows it."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    seen: dict[tuple[str, str], list[str]] = {}
    for step in workflow.STEPS:
        for source in step.sources:
            for target in step.targets:
                seen.setdefault((source.value, target.value), []).append(f"{step.number} {step.slug}")
    lines += [f"    {source} --> {target}: {', '.join(names)}" for (source, target), names in seen.items()]
    lines += [f"    {status.value} --> [*]" for status, targets in workflow.NEXT.items() if not targets]
    return "\n".join(lines)


BEGIN, END = "<!-- workflow:begin -->", "<!-- workflow:end -->"


def documented() -> str:
    """The block that stands in README.md between its two markers, markers included."""
    return f"{BEGIN}\n```mermaid\n{mermaid()}\n```\n{END}"

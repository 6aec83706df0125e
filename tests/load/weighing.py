"""What processes hold in memory over time, by kind of process, and whether that is flat: slope against noise."""

import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

MB = 1024.0  # /proc counts in kB
BLOCK = 60.0  # seconds that are averaged before a line is laid through: what happens within a minute is noise
SMALL = 0.02  # of what is held; less growth over the whole time is none

Process = tuple[str, int]  # kind, process id


@dataclass
class Sample:
    """At `at` seconds: (proportional set size, resident set size) in MB of each process."""

    at: float
    held: dict[Process, tuple[float, float]]


@dataclass
class Scale:
    """Weighs the processes below `roots` again and again."""

    roots: list[int]
    samples: list[Sample] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def weigh(self) -> Sample:
        """One more sample."""
        held = {}
        for pid, kind in kinds(self.roots).items():
            try:
                told = dict(
                    line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
                )
            except OSError:  # it ended meanwhile
                continue
            held[kind, pid] = (int(told["Pss"].split()[0]) / MB, int(told["Rss"].split()[0]) / MB)
        self.samples.append(Sample(time.monotonic() - self.begun, held))
        return self.samples[-1]


def kinds(roots: list[int]) -> dict[int, str]:
    """The kind of each living process at or below these."""
    parents, commands = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            fields = (entry / "stat").read_text("ascii", "replace").rpartition(") ")[2].split()
            command = (entry / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(entry.name)], commands[int(entry.name)] = int(fields[1]), " ".join(command)
    found, children = {}, defaultdict(list)
    for pid, parent in parents.items():
        children[parent].append(pid)
    waiting = [pid for pid in roots if pid in commands]
    while waiting:
        pid = waiting.pop()
        found[pid] = _kind(commands[pid], commands.get(parents[pid], ""))
        waiting += children[pid]
    return found


def _kind(command: str, parent: str) -> str:
    if "gunicorn" in command:
        return "web worker" if "gunicorn" in parent else "web arbiter"
    if " beat " in command:
        return "beat"
    if " worker " in command:
        return "worker child" if " worker " in parent else "worker"
    words = {"manage.py metrics": "metrics", "manage.py up": "up", "redis-server": "redis", "postgres": "database"}
    return next((kind for word, kind in words.items() if word in command), "passing")


@dataclass(frozen=True)
class Line:
    """A straight line through what a kind of process held: MB, and MB an hour with its standard error."""

    start: float
    end: float
    slope: float
    error: float
    hours: float

    @property
    def grown(self) -> float:
        return self.slope * self.hours

    @property
    def is_flat(self) -> bool:
        """Nothing that stands out of the noise, or so little that it is none."""
        return self.slope < 2 * self.error or self.grown < SMALL * max(self.start, 1)


def line_through(points: list[tuple[float, float]]) -> Line:
    """Least squares over means of a minute each; at least three of them are needed."""
    blocks: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for at, value in points:
        blocks[int(at // BLOCK)].append((at, value))
    means = [tuple(map(statistics.fmean, zip(*inside, strict=True))) for inside in blocks.values()]
    hours, values = [at / 3600 for at, _ in means], [value for _, value in means]
    slope, base = statistics.linear_regression(hours, values)
    middle = statistics.fmean(hours)
    spread = sum((hour - middle) ** 2 for hour in hours)
    left = sum((value - base - slope * hour) ** 2 for hour, value in zip(hours, values, strict=True))
    error = (left / max(len(means) - 2, 1) / spread) ** 0.5
    return Line(values[0], values[-1], slope, error, hours[-1] - hours[0])


def by_kind(samples: list[Sample], which: int = 0) -> dict[str, list[tuple[float, float]]]:
    """(seconds, MB) of all processes of a kind together; `which` is 0 for the proportional, 1 for the resident size."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for sample in samples:
        added: dict[str, float] = defaultdict(float)
        for (kind, _pid), sizes in sample.held.items():
            added[kind] += sizes[which]
        for kind, size in added.items():
            found[kind].append((sample.at, size))
    return found


def generations(samples: list[Sample], kind: str) -> list[tuple[int, float, float, float]]:
    """(process id, minutes it was seen, MB in its second sample, MB in its last) of each process of a kind, in order."""
    lives: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for sample in samples:
        for (name, pid), (size, _resident) in sample.held.items():
            if name == kind:
                lives[pid].append((sample.at, size))
    return [(pid, (a[-1][0] - a[0][0]) / 60, a[min(1, len(a) - 1)][1], a[-1][1]) for pid, a in lives.items()]


def table(samples: list[Sample], warm: float) -> str:
    """What was held by each kind after `warm` seconds; then each generation of what is replaced."""
    after = [sample for sample in samples if sample.at >= warm]
    resident = by_kind(after, 1)
    head = f"{'kind':13}{'n':>3}{'PSS start':>11}{'end':>8}{'RSS end':>9}{'MB/hour':>10}{'± error':>9}{'2nd half':>10}"
    lines = [f"{head}  verdict"]
    for kind, points in sorted(by_kind(after).items()):
        if len(points) < len(after) * 0.9:  # children that read one file: not there long enough for a line
            lines.append(f"{kind:13}    at most {max(size for _at, size in points):.1f} MB, in {len(points)} samples")
            continue
        whole, half = line_through(points), line_through(points[len(points) // 2 :])
        number = statistics.mode([sum(name == kind for name, _pid in sample.held) for sample in after])
        lines.append(
            f"{kind:13}{number:3}{whole.start:11.1f}{whole.end:8.1f}{resident[kind][-1][1]:9.1f}{whole.slope:10.2f}"
            f"{whole.error:9.2f}{half.slope:10.2f}  {'flat' if whole.is_flat else 'flat by now' if half.is_flat else 'GROWS'}"
        )
    for kind in ("web worker", "worker child"):
        for pid, minutes, first, last in generations(samples, kind):
            lines.append(f"  {kind} {pid}: {minutes:4.1f} min, {first:.1f} -> {last:.1f} MB")
    return "\n".join(lines)

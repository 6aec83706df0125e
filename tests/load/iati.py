"""How much memory the IATI export takes at its peak, as a program of its own on whatever database the settings name.

    python tests/load/iati.py FILE

Writes every activity into FILE and prints one line of JSON: how many, and the peak in kB. A test calls it with 100 and
with some thousands of projects and holds the two peaks together.
"""

import io
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def measured(file, environment):
    """The line of a child process: what it wrote leaves no trace in ours."""
    command = [sys.executable, __file__, str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def main(file):
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvehub.settings")
    import django

    django.setup()
    from django.core.management import call_command

    said = io.StringIO()
    call_command("export_iati", all=True, output=file, stderr=said)
    print(json.dumps({"activities": int(said.getvalue().split()[0]), "peak_kb": peak_kb()}))


def peak_kb():
    """The most memory this program has held. Not getrusage: that begins with what the parent held when it forked."""
    status = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


if __name__ == "__main__":
    main(sys.argv[1])

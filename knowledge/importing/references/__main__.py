"""What may go wrong with a list of references goes wrong here. Run by its path, `python -I .../references/__main__.py
PLACE KIND`, the file as standard input; PLACE is the folder of the readers of tables, whose limits and characters hold
here too. Writes one JSON value a line, as they do: {"header": [...], "told": {...}}, then [line, entry] for each
reference; an entry is a row of cells, {"type", "tags"} or {"broken", ...}.
"""

import json
import os
import resource
import sys
import warnings

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.append(sys.argv[1])
from child import limits, sheets
from references import bibtex, ris

READERS = {"csv": sheets.read_csv, "ris": ris.read, "bib": bibtex.read}


def write(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def main(kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.DATA, limits.DATA))
    resource.setrlimit(resource.RLIMIT_AS, (limits.SPACE, limits.SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))
    warnings.simplefilter("ignore")
    try:
        for value in READERS[kind](sys.stdin.buffer):
            write(value)
        sys.stdout.flush()
    except limits.Refused as refused:
        write({"refused": refused.code, **refused.facts})
    except (MemoryError, RecursionError):
        write({"refused": "too_much"})
    except BrokenPipeError:  # whoever asked has read enough
        os._exit(1)
    except Exception:  # whatever a reader can raise: the file is at fault, and nobody is there to read a traceback
        write({"refused": "broken"})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[2]))

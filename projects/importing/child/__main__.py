"""What may go wrong with a list goes wrong here. Run by its path, `python -I .../child/__main__.py KIND`, the file as
standard input; writes one JSON value a line.

First an object: {"header": [...], "told": {...}}. Then one array a row: [number, [cells]]. A file that cannot be read
ends with an object {"refused": code, ...} instead, and nobody sees a traceback.
"""

import json
import os
import resource
import sys
import warnings

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from child import iati, limits, sheets

READERS = {"csv": sheets.read_csv, "xlsx": sheets.read_xlsx, "iati": iati.read}


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
    except Exception:  # whatever a parser can raise: the file is at fault, and nobody is there to read a traceback
        write({"refused": "broken"})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

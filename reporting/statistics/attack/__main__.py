"""The attack from a shell: `python -m reporting.statistics.attack DIR [--earlier DIR]`.

Exit status 0 when every attack failed, 1 when one succeeded, 2 when none could be made.
"""

import argparse
import json
import sys
from pathlib import Path

from reporting.statistics.attack.files import Unreadable
from reporting.statistics.attack.report import report, sentences
from reporting.statistics.attack.solving import Failed


def main() -> int:
    options = _options()
    try:
        found = report(options.directory, options.earlier, options.closed)
    except (Unreadable, Failed) as fault:
        found = {"failed": str(fault), "passed": False}
    if options.json:
        print(json.dumps(found, indent=1, sort_keys=True))  # noqa: T201 what the program is for
    else:
        print(*sentences(found), sep="\n")  # noqa: T201
    return 0 if found["passed"] else 2 if "failed" in found else 1


def _options():
    parser = argparse.ArgumentParser(description="Attacks the published files of a release.")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--earlier", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--closed", type=Path, metavar="FILE", help="what insiders know")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""A longer crash campaign, by one command: prints its result as JSON.

python -m benchmarks.crash_campaign --publications 2000 --kills 1000 --workers 3 --postgres --pace 0.5 1 --due-by-kill
"""

import argparse
import contextlib
import json
import tempfile
from pathlib import Path

from tests.support.campaign.run import campaign
from tests.support.postgres import postgres_server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--freezes", type=int, default=0, help="how often a worker is stopped and wakes up again")
    parser.add_argument("--spread", type=float, default=0.0, help="seconds over which the due times lie")
    parser.add_argument("--due-by-kill", action="store_true", help="each kill makes the next ones due, not the clock")
    parser.add_argument("--pace", type=float, nargs=2, default=(2.5, 6.0), help="seconds between two kills")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own, from the wheel")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", default="", help="SQLite in a temporary folder by default")
    parser.add_argument("--control", action="store_true", help="believe that nothing was sent: must show doubles")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        address = chosen.database_url or f"sqlite:///{folder}/publisher.db"
        if chosen.postgres:
            address = stack.enter_context(stack.enter_context(postgres_server()).database())
        result = campaign(
            Path(folder),
            address,
            publications=chosen.publications,
            kills=chosen.kills,
            workers=chosen.workers,
            control=chosen.control,
            seed=chosen.seed,
            freezes=chosen.freezes,
            spread_seconds=chosen.spread,
            pace=tuple(chosen.pace),
            due_by_kill=chosen.due_by_kill,
        )
    print(json.dumps(vars(result)))


if __name__ == "__main__":
    main()

"""Measures whether people in danger are heard, on content/training/crisis_fresh_*.txt, which nothing was trained on.

Usage: python scripts/measure_crisis.py [--tune]    (--tune names what was misread in the half for tuning; the blind half
is only counted)
"""

import sys
import zlib
from pathlib import Path

from publisher import resources
from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.policy.triage import Triage

TRAINING = Path(__file__).parents[1] / "content" / "training"
HEARD = {Route.CRISIS, Route.URGENT}


def messages(language: Language, *, blind: bool) -> list[tuple[bool, str]]:
    """Whether somebody is in danger, and what was written."""
    lines = (TRAINING / f"crisis_fresh_{language.value}.txt").read_text(encoding="utf-8").splitlines()
    read = [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]
    return [(kind == "danger", text) for kind, text in read if (zlib.crc32(text.encode()) % 2 == 0) == blind]


def main() -> None:
    triage = Triage(resources.content_folder(), {})
    for language in Language:
        for blind in (False, True):
            read = [(danger, text, triage.read(text, language).route) for danger, text in messages(language, blind=blind)]
            if "--tune" in sys.argv and not blind:
                for danger, text, route in read:
                    if danger != (route in HEARD):
                        print(f"  {'missed' if danger else 'alarm'}: {text}")
            routes = {kind: [route for danger, _, route in read if danger == kind] for kind in (True, False)}
            heard = {kind: sum(route in HEARD for route in routes[kind]) for kind in routes}
            lane = routes[True].count(Route.CRISIS)
            print(
                f"{language.value} {'blind' if blind else 'tuning'}: {heard[True]} of {len(routes[True])} dangers heard, "
                f"{lane} in the crisis lane; {heard[False]} of {len(routes[False])} others taken for danger"
            )


if __name__ == "__main__":
    main()

"""Measures whether people in danger are heard, on content/training/crisis_fresh_*.txt, which nothing was trained on.

Usage: python -m scripts.measure_crisis [--tune]    (--tune names what was misread in the half for tuning)
The blind half is only counted, and so are crisis_last_*.txt, written when the cues were done, long_exam_*.txt, long
posts, and of crisis_forums_*.txt, in the manner of forums, groups and microblogs, the half that nothing learned from.
These two and the messages held out of crisis_voices_*.txt and others_danger_*.txt chose the limits.
crisis_people_*.txt: what twelve voices wrote; the tuned reader learned from eleven of them (people), the twelfth (kept)
is only counted. counted_danger_*.txt: dangers told plainly, amid another question and by hints, and calm messages in
the same words (counted), and ordinary questions (ordinary).
"""

import sys
import zlib

from publisher import resources
from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.policy.triage import Triage
from scripts.crisis_training import others, people, voices
from scripts.others import TRAINING, rows

ORDINARY = 120  # messages of counted_danger_*.txt stand before those that are ordinary questions
PARTS = ("tuning", "blind", "last", "forums", "long", "voices", "others", "people", "kept", "counted", "ordinary")
HEARD = {Route.CRISIS, Route.URGENT}


def messages(language: Language, part: str) -> list[tuple[bool, str]]:
    """Whether somebody is in danger, and what was written."""
    if part == "voices":
        return [(one.danger, one.text) for one in voices(language) if one.held_out]
    if part == "others":
        return [(one.danger, one.text) for one in others(language) if one.held_out]
    if part in ("people", "kept"):
        return people(language, kept=part == "kept")
    if part in ("counted", "ordinary"):
        read = rows(f"counted_danger_{language.value}")
        chosen = read[:ORDINARY] if part == "counted" else read[ORDINARY:]
        return [(mark == "D", text.replace("\\n", "\n")) for mark, text in chosen]
    name = "long_exam" if part == "long" else f"crisis_{part if part in ('last', 'forums') else 'fresh'}"
    lines = (TRAINING / f"{name}_{language.value}.txt").read_text(encoding="utf-8").splitlines()
    read = [line.replace("\\n", "\n").split(" | ", 1) for line in lines if line and not line.startswith("#")]
    wanted = ("tuning",) if part == "forums" else ("blind", "tuning") if part in ("last", "long") else (part,)
    return [(kind in ("danger", "D"), text) for kind, text in read if half(text) in wanted]


def half(text: str) -> str:
    return "blind" if zlib.crc32(text.encode()) % 2 == 0 else "tuning"


def main() -> None:
    triage = Triage(resources.content_folder(), {})
    for language in Language:
        for part in PARTS:
            read = [(danger, text, triage.read(text, language).route) for danger, text in messages(language, part)]
            if "--tune" in sys.argv and part == "tuning":
                for danger, text, route in read:
                    if danger != (route in HEARD):
                        print(f"  {'missed' if danger else 'alarm'}: {text}")
            heard, others = ([route for danger, _, route in read if danger is kind] for kind in (True, False))
            print(
                f"{language.value} {part}: {sum(route in HEARD for route in heard)} of {len(heard)} dangers heard, "
                f"{heard.count(Route.CRISIS)} in the crisis lane; "
                f"{sum(route in HEARD for route in others)} of {len(others)} others taken for danger"
            )


if __name__ == "__main__":
    main()

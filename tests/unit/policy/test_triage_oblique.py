"""Messages that name neither death nor suicide are heard by what they mean; who only sounds alike is let be."""

import zlib
from collections import Counter

import pytest

from publisher import resources
from publisher.domain.places import Language
from publisher.domain.triage import Route
from publisher.policy.triage import Triage

HEARD, ALARMS = 0.7, 0.35  # of messages held out of training, which are harder than what communities get


@pytest.fixture(scope="module")
def triage() -> Triage:
    return Triage(resources.content_folder(), {})


def held_out(language: Language) -> list[tuple[bool, str]]:
    """Whether somebody is in danger, and the words; the same one in five that scripts/crisis_training.py leaves out."""
    file = resources.content_folder() / "training" / f"crisis_voices_{language.value}.txt"
    danger, found = False, []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("@ "):
            danger = line.startswith("@ danger")
        elif line and line[0] != "#" and zlib.crc32(line.encode()) % 5 == 0:
            found.append((danger, line))
    return found


@pytest.mark.parametrize("language", list(Language))
def test_most_messages_held_out_of_training_are_heard_and_few_calm_ones_alarm(
    triage: Triage, language: Language
) -> None:
    rows = held_out(language)
    alarms = Counter(danger for danger, words in rows if triage.alarm(words, language) is not None)
    messages = Counter(danger for danger, _ in rows)
    assert alarms[True] >= HEARD * messages[True]
    assert alarms[False] <= ALARMS * messages[False]


@pytest.mark.parametrize(
    "message",
    [
        "把猫托付给邻居了，剩下的都不重要了，我好累，想永远安静",
        "护栏外面风很大，我松手就好了",
        "Кота отдала, письма написала, теперь можно и уходить. Простите меня",
        "Стою за перилами, внизу темно, руки устали держаться",
        "The letters are sealed and the dog has a new home, I can finally leave this world",
        "I woke up in the hospital after swallowing everything in the cabinet and cried because I was still here",
    ],
)
def test_an_oblique_farewell_goes_to_the_crisis_lane(triage: Triage, message: str) -> None:
    assert triage.read(message).route is Route.CRISIS


@pytest.mark.parametrize(
    "message",
    [
        "登上楼顶拍了夜景，风好大",
        "Котят раздали, переезжаем в субботу",
        "Стою на балконе, поливаю петунии",
        "Letters sent, dog walked, time for bed",
        "I woke up in the hospital after knee surgery and the nurse brought me toast",
    ],
)
def test_what_only_sounds_like_a_farewell_is_let_be(triage: Triage, message: str) -> None:
    assert triage.read(message).route is not Route.CRISIS

"""What a person made of the assistant's sentences since she took them over: kept, changed, added, removed."""

import difflib
from dataclasses import dataclass

from publisher.services import assisted, drafting
from publisher.services.desk import Actor, Desk
from publisher.services.reading_sentences import sentences_of


@dataclass(frozen=True)
class Change:
    """One sentence before and now; one of them is empty where it was added or removed."""

    what: str  # kept | changed | added | removed
    before: str
    now: str


def changes(desk: Desk, actor: Actor, draft_id: str) -> list[Change]:
    """The sentences that were taken from a draft beside those of the text, in order."""
    found = assisted.draft(desk, actor, draft_id)
    body = drafting.working_copy(desk, actor, found.entry).content.body
    taken = [found.sentences[place].text for place in sorted(found.accepted)]
    return compared([one for text in taken for one in sentences_of(text)], list(sentences_of(body)))


def compared(before: list[str], now: list[str]) -> list[Change]:
    told: list[Change] = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if what == "equal":
            told += [Change("kept", one, one) for one in before[i:j]]
            continue
        for number in range(max(j - i, m - k)):
            old = before[i + number] if i + number < j else ""
            new = now[k + number] if k + number < m else ""
            told.append(Change("changed" if old and new else "removed" if old else "added", old, new))
    return told

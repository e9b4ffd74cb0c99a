"""The last marks on a draft: stand-ins for people that stayed, and everything the whole gate says about it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from publisher.domain.assisting import DraftSentence, Mark, Marked
from publisher.domain.checking import Flag, Level
from publisher.services import checking
from publisher.services.desk import Desk
from publisher.services.reading_sentences import facts
from publisher.storage import entries

_STAND_IN = re.compile(r"\[(?:name|phone|id|address|date|record|contact)-\d+\]")


def marked(desk: Desk, entry: str, sentences: Sequence[DraftSentence]) -> list[DraftSentence]:
    return _gated(desk, entry, [_without_people(one) for one in sentences])


def _without_people(one: DraftSentence) -> DraftSentence:
    found = tuple(Marked(Mark.RULE, words) for words in _STAND_IN.findall(one.text))
    return replace(one, marks=(*one.marks, *found)) if found else one


def _gated(desk: Desk, entry: str, sentences: Sequence[DraftSentence]) -> list[DraftSentence]:
    """Run the whole draft through the gate as it would be published; each finding marks the sentence it stands in."""
    with desk.db.read() as tx:
        working = entries.working_copy(tx, entry)
    if working is None:
        return list(sentences)
    places, body = list[tuple[int, int]](), ""
    for one in sentences:
        places.append((len(body), len(body) + len(one.text)))
        body += one.text + ("\n\n" if one.part != "text" else " ")
    flags = tuple(dict.fromkeys((*working.content.flags, Flag.AI_GENERATED)))
    report = checking.check_words(desk, replace(working.content, body=body, flags=flags), entry=entry)
    found: dict[int, list[Marked]] = {}
    for finding in report.findings:
        if finding.level not in (Level.BLOCK, Level.REVIEW) or finding.start == finding.end:
            continue
        for place, (start, end) in enumerate(places):
            if finding.start < end and start < finding.end:
                found.setdefault(place, []).append(Marked(Mark.RULE, finding.rule))
    return [replace(one, marks=(*one.marks, *found.get(place, ()))) for place, one in enumerate(sentences)]


def plain(one: DraftSentence, language: str) -> dict[str, Any]:
    marks = [[marked.mark.value, marked.words] for marked in one.marks]
    read = facts(one.text, language)
    claim = bool(read.quantities or read.figures or read.denials)
    return {"text": one.text, "part": one.part, "ids": list(one.ids), "marks": marks, "claim": claim}

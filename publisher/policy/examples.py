"""Runs the sentences that every rule carries: bad ones fire where they say, good ones do not, fixes pass the whole
pack."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from publisher.domain.checking import CheckContext, CheckReport, Level
from publisher.domain.places import Jurisdiction, Language
from publisher.policy.files import place_in
from publisher.policy.gate import Gate
from publisher.policy.loading import Pack
from publisher.policy.packs import Bad, Good, Rule, Situation

_BRACKETS = re.compile(r"⟦(.*?)⟧", re.DOTALL)
_HOLDS_BACK = (Level.BLOCK, Level.REVIEW)
PATTERN_MILLISECONDS = 50
"""The longest one pattern may take over all hostile texts of `HOSTILE` together, per text."""

HOSTILE = tuple(
    stem * 400 for stem in ("a", "a ", "1 ", "你", "是的", "ая ", "не ", "(", "1-", "。a", "you have ", "если ")
)


@dataclass(frozen=True)
class Failure:
    """What does not hold, with the file and line that say otherwise."""

    file: str
    line: int
    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.what}"


def run_examples(gate: Gate, pack: Pack) -> Iterator[Failure]:
    """All failures of a pack's examples."""
    for rule in pack.rules:
        for number, bad in enumerate(rule.examples.bad):
            for what in _bad(gate, pack.id, rule, bad):
                yield _failure(pack, rule, ("examples", "bad", number), what)
        for number, good in enumerate(rule.examples.good):
            for what in _good(gate, pack.id, rule, good):
                yield _failure(pack, rule, ("examples", "good", number), what)


def slow_patterns(gate: Gate) -> Iterator[tuple[str, str, float]]:
    """Cues that take longer than they may on a hostile text: name, language, milliseconds."""
    for name, by_language in gate.cues.items():
        for language, cue in by_language.items():
            worst = 0.0
            for text in HOSTILE:
                start = time.thread_time()
                try:
                    for _ in cue.pattern.clocked.finditer(text, timeout=2 * PATTERN_MILLISECONDS / 1000):
                        pass
                except TimeoutError:
                    pass
                worst = max(worst, (time.thread_time() - start) * 1000)
            if worst > PATTERN_MILLISECONDS:
                yield name, language.value, worst


def marked(text: str) -> tuple[str, set[tuple[int, int]]]:
    """The text without its ⟦brackets⟧, and the spans they marked."""
    plain, spans, last, length = [], set(), 0, 0
    for match in _BRACKETS.finditer(text):
        before = text[last : match.start()]
        plain += [before, match.group(1)]
        start = length + len(before)
        length = start + len(match.group(1))
        spans.add((start, length))
        last = match.end()
    return "".join([*plain, text[last:]]), spans


def context_of(situation: Situation, language: Language, jurisdiction: Jurisdiction) -> CheckContext:
    return CheckContext(
        language=language,
        jurisdictions=(jurisdiction,),
        kind=situation.kind,
        channel=situation.channel,
        question=situation.question,
        title=situation.title,
        sources=situation.sources,
        author=situation.author,
        flags=frozenset(situation.flags),
    )


def _bad(gate: Gate, jurisdiction: Jurisdiction, rule: Rule, bad: Bad) -> Iterator[str]:
    text, expected = marked(bad.text)
    context = context_of(bad.context, bad.language, jurisdiction)
    found = [finding for finding in gate.check(text, context).findings if finding.rule == rule.id]
    if not found:
        yield f"does not fire on: {text}"
        return
    spans = {(finding.start, finding.end) for finding in found if finding.end > finding.start}
    if spans != expected:
        shown = " | ".join(text[start:end] for start, end in sorted(spans))
        yield f"fires on another place than the marked one ({shown or 'the whole text'}): {bad.text}"
    if bad.level is not None and bad.level not in {finding.level for finding in found}:
        yield f"level {', '.join(sorted({finding.level for finding in found}))} instead of {bad.level}: {text}"
    if bad.fixed is not None:
        for what in _held_back(gate.check(bad.fixed, context)):
            yield f"the fix does not pass, {what}: {bad.fixed}"


def _good(gate: Gate, jurisdiction: Jurisdiction, rule: Rule, good: Good) -> Iterator[str]:
    report = gate.check(good.text, context_of(good.context, good.language, jurisdiction))
    for finding in report.findings:
        if finding.rule == rule.id:
            yield f"fires on “{finding.text}” in the good sentence: {good.text}"
    for what in _held_back(report):
        yield f"a good sentence is held back, {what}: {good.text}"


def _held_back(report: CheckReport) -> list[str]:
    return [f"{finding.rule} on “{finding.text}”" for finding in report.findings if finding.level in _HOLDS_BACK]


def _failure(pack: Pack, rule: Rule, place: tuple[str | int, ...], what: str) -> Failure:
    file = pack.files[rule.id]
    return Failure(str(file), place_in(file, *place), rule.id, what)

"""The gate: runs the packs of a context over a text and adds up the report. Pure and thread-safe after load."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.domain.checking import CheckContext, CheckReport, Finding, LegalSource, Level, PackVersion
from publisher.domain.places import HOME_JURISDICTION, Jurisdiction
from publisher.policy.disclaimers import DisclaimerLibrary
from publisher.policy.kinds import Hit, registry
from publisher.policy.loading import Pack, load_library
from publisher.policy.packs import Rule
from publisher.policy.patterns import TooSlow
from publisher.policy.reading import CueTable, Reading
from publisher.policy.text import Text, language_of

LIMIT_BYTES = 1_000_000
"""The longest document the gate reads at once."""

_WEIGHT = {Level.BLOCK: 3, Level.REVIEW: 2, Level.WARN: 1, Level.NOTE: 0}
_UNREAD = {
    "en": "This text could not be checked in time ({rule}); a person must read it.",
    "zh": "该文本未能在时限内完成检查（{rule}），请人工审阅。",
    "ru": "Этот текст не удалось проверить вовремя ({rule}); его должен прочитать человек.",
}


def _version_of_texts(content: Path) -> str:
    """A digest of the files of disclaimers and contacts, so that a changed number is noticed before sending."""
    files = sorted(file for folder in ("disclaimers", "contacts") for file in (content / folder).rglob("*.yaml"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class Gate:
    """All packs, ready. `check` reads nothing but its arguments."""

    packs: Mapping[Jurisdiction, Pack]
    cues: CueTable
    library: DisclaimerLibrary
    texts_version: str  # of the disclaimers and contacts that a published form carries

    @classmethod
    def load(cls, content: Path, *, warm: bool = True) -> "Gate":
        """Raises ConfigurationError with file and line on a bad pack.

        Not `warm`: patterns and models are read when a check first needs them, so that a start takes no seconds.
        """
        read = load_library(content, compile_all=warm)
        gate = cls(read.packs, read.cues, DisclaimerLibrary.load(content), _version_of_texts(content))
        if warm:
            gate.warm()
        return gate

    def warm(self) -> None:
        """Read and compile everything now, so that no check waits for it."""
        from publisher.policy import advice_model  # numpy and the names' model: a start needs neither
        from publisher.policy.personal import names

        for languages in self.cues.values():
            for cue in languages.values():
                cue.warm()
        registry.preload()
        advice_model.preload()
        names.preload()

    def check(self, text: str, context: CheckContext) -> CheckReport:
        """All findings, heaviest first within their place; offsets are code points of `text`."""
        language = context.language or language_of(text)
        reading = Reading(Text(text, language), context, self.cues)
        chosen = self._chosen(context, reading)
        findings: list[Finding] = []
        learned: list[Finding] = []
        asked: set[str] = set()
        for pack in chosen:
            for rule in pack.rules:
                if language not in rule.languages or not reading.holds(rule.when):
                    continue
                hits = list(_run(rule, reading))
                if hits:
                    asked.update(rule.disclaimers)
                for hit in hits:
                    (learned if hit.learned else findings).append(_finding(rule, hit, reading))
        found = list(_once(findings, self._overridden(chosen)))
        found += [one for one in learned if not any(_WEIGHT[other.level] >= 2 and _meet(one, other) for other in found)]
        return CheckReport(
            language=language,
            findings=tuple(_in_order(found)),
            disclaimers=self.library.choose(reading, [pack.id for pack in chosen], asked),
            packs=tuple(pack.version for pack in chosen),
        )

    def versions(self, context: CheckContext) -> tuple[PackVersion, ...]:
        """The packs a context is checked with, INT last. Without language and jurisdictions only INT is certain."""
        return tuple(pack.version for pack in self._packs_of(context, None))

    def _chosen(self, context: CheckContext, reading: Reading) -> list[Pack]:
        return self._packs_of(context, HOME_JURISDICTION[reading.language])

    def _packs_of(self, context: CheckContext, home: Jurisdiction | None) -> list[Pack]:
        if home is None and context.language is not None:
            home = HOME_JURISDICTION[context.language]
        wanted = context.jurisdictions or ((home,) if home else ())
        ordered = [*dict.fromkeys(one for one in wanted if one is not Jurisdiction.INT), Jurisdiction.INT]
        return [self.packs[one] for one in ordered if one in self.packs]

    @staticmethod
    def _overridden(chosen: list[Pack]) -> dict[str, set[str]]:
        """For each rule the ones that say the same with a local article."""
        table: dict[str, set[str]] = {}
        for pack in chosen:
            for rule in pack.rules:
                for general in rule.overrides:
                    table.setdefault(general, set()).add(rule.id)
        return table


def _run(rule: Rule, reading: Reading) -> Iterator[Hit]:
    try:
        yield from registry.finder(rule.kind)(rule, reading)
    except (TooSlow, TimeoutError):
        yield Hit(-1, -1, "", Level.REVIEW)


def _finding(rule: Rule, hit: Hit, reading: Reading) -> Finding:
    level = hit.level or rule.level
    for step in rule.escalate:
        if _WEIGHT[step.level] > _WEIGHT[level] and reading.holds(step.when):
            level = step.level
    instrument = rule.instrument
    checked = rule.read_in[0].checked if rule.read_in else "memory"
    source = LegalSource(instrument.original or instrument.name, instrument.articles, instrument.url, checked)
    message = rule.message.model_dump()
    if hit.start < 0:
        hit, message = Hit(0, 0), {key: value.format(rule=rule.id) for key, value in _UNREAD.items()}
    fix = rule.fix.model_dump() if rule.fix else None
    return Finding(rule.id, level, hit.start, hit.end, hit.text, message, fix, source, rule.area)


def _once(findings: list[Finding], overridden: dict[str, set[str]]) -> Iterator[Finding]:
    """Each place once per rule, the heaviest and then the longest; a general rule gives way to a local one as heavy."""
    kept: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: (-_WEIGHT[one.level], one.start - one.end, one.start)):
        same = kept.setdefault(finding.rule, [])
        if not any(_meet(finding, other) for other in same):
            same.append(finding)
    for rule, own in kept.items():
        local = [other for name in overridden.get(rule, ()) for other in kept.get(name, ())]
        for finding in own:
            if not any(_WEIGHT[other.level] >= _WEIGHT[finding.level] and _meet(finding, other) for other in local):
                yield finding


def _meet(one: Finding, other: Finding) -> bool:
    """Whether two findings overlap; two on the whole text meet when they quote the same words."""
    if one.start == one.end or other.start == other.end:
        return (one.start, one.end, one.text) == (other.start, other.end, other.text)
    return one.start < other.end and other.start < one.end


def _in_order(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.start, -_WEIGHT[finding.level], finding.end, finding.rule))

"""Loads packs, cues, contacts and disclaimers from content/. Stops at the first thing that is wrong, with file and
line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import regex

from publisher.domain.checking import PackVersion
from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Jurisdiction, Language
from publisher.policy.files import place_in, read_model
from publisher.policy.manner import LEARNED
from publisher.policy.packs import Coverage, Cue, PackFile, Rule, Strict
from publisher.policy.patterns import CompiledCue, cue_by_language


class CueFile(Strict):
    cues: dict[str, Cue]


@dataclass(frozen=True)
class Pack:
    """One jurisdiction's rules, ready to run."""

    id: Jurisdiction
    about: PackFile
    rules: tuple[Rule, ...]
    coverage: Coverage
    files: Mapping[str, Path]

    @property
    def version(self) -> PackVersion:
        return PackVersion(self.id.value, self.about.version, self.about.status)


@dataclass(frozen=True)
class Library:
    """All packs with the cues they share."""

    packs: Mapping[Jurisdiction, Pack]
    cues: Mapping[str, Mapping[Language, CompiledCue]]


def load_library(content: Path, *, compile_all: bool = True) -> Library:
    """Raises ConfigurationError with file and line; a broken pattern is found here only with `compile_all`."""
    folder = content / "packs"
    cues: dict[str, Mapping[Language, CompiledCue]] = {}
    for file in sorted(folder.glob("*/cues/*.yaml")):
        for name, cue in read_model(file, CueFile).cues.items():
            if name in cues:
                raise ConfigurationError(
                    f"the cue {name} stands twice", file=str(file), line=place_in(file, "cues", name)
                )
            cues[name] = _cue(file, name, cue, compile_all)
    packs = {}
    for about in sorted(folder.glob("*/pack.yaml")):
        pack = _load_pack(about, cues, compile_all)
        packs[pack.id] = pack
    if Jurisdiction.INT not in packs:
        raise ConfigurationError("the INT pack is missing; every check rests on it", file=str(folder))
    for pack in packs.values():
        _check_references(pack, packs, cues)
    return Library(packs, cues)


def _load_pack(about_file: Path, cues: dict[str, Mapping[Language, CompiledCue]], compile_all: bool) -> Pack:
    about = read_model(about_file, PackFile)
    if about_file.parent.name != about.id.value:
        raise ConfigurationError(f"the folder of pack {about.id} must be named so", file=str(about_file), line=1)
    rules, files = [], {}
    for file in sorted((about_file.parent / "rules").glob("*.yaml")):
        rule = read_model(file, Rule)
        if file.stem != rule.id:
            raise ConfigurationError(
                f"the file of {rule.id} must be named so", file=str(file), line=place_in(file, "id")
            )
        for name, cue in rule.cues.items():
            if name in cues:
                raise ConfigurationError(
                    f"the cue {name} stands twice", file=str(file), line=place_in(file, "cues", name)
                )
            cues[name] = _cue(file, name, cue, compile_all)
        rules.append(rule)
        files[rule.id] = file
    return Pack(about.id, about, tuple(rules), read_model(about_file.parent / "coverage.yaml", Coverage), files)


def _cue(file: Path, name: str, cue: Cue, compile_now: bool) -> Mapping[Language, CompiledCue]:
    found = cue_by_language(name, cue)
    try:
        for one in found.values() if compile_now else ():
            one.validate()
    except regex.error as error:
        line = place_in(file, "cues", name)
        raise ConfigurationError(f"the cue {name} has a broken pattern: {error}", file=str(file), line=line) from None
    return found


def _named_cues(rule: Rule) -> Iterator[str]:
    for matcher in rule.match:
        yield from (*matcher.find, *matcher.near, *matcher.also, *matcher.unless, *matcher.absent)


def _check_references(pack: Pack, packs: Mapping[Jurisdiction, Pack], cues: Mapping[str, object]) -> None:
    known = {rule.id for other in packs.values() for rule in other.rules}
    for rule in pack.rules:
        file = pack.files[rule.id]
        for name in _named_cues(rule):
            if name not in cues and name not in LEARNED:
                raise ConfigurationError(f"no cue is named {name}", file=str(file), line=place_in(file, "match"))
        for other in rule.overrides:
            if other not in known:
                raise ConfigurationError(f"no rule is named {other}", file=str(file), line=place_in(file, "overrides"))
    coverage_file = next(iter(pack.files.values())).parent.parent / "coverage.yaml"
    covered = {rule for item in pack.coverage.articles for rule in item.rules}
    for number, item in enumerate(pack.coverage.articles):
        for name in item.rules:
            if name not in known:
                line = place_in(coverage_file, "articles", number, "rules")
                raise ConfigurationError(f"no rule is named {name}", file=str(coverage_file), line=line)
    for rule in pack.rules:
        if rule.id not in covered and not rule.id.startswith("PII-"):
            raise ConfigurationError(f"no article of the coverage names {rule.id}", file=str(coverage_file), line=1)

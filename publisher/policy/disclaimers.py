"""Which disclaimers and labels a text must carry, with local numbers filled in. A disclaimer completes, it never
unlocks.

An advertising warning is never added to a plain educational post: it would turn the post into an advertisement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Literal

from publisher.domain.checking import CheckContext, Disclaimer
from publisher.domain.errors import ConfigurationError
from publisher.domain.places import Jurisdiction, Language
from publisher.policy.files import place_in, read_model
from publisher.policy.packs import Strict, When, Words
from publisher.policy.reading import Reading

_BETWEEN = {Language.ZH: "；", Language.RU: "; ", Language.EN: "; "}


class DisclaimerText(Strict):
    """One text. `always` ones stand whenever pack, language and situation fit; the others only when a rule asks."""

    id: Words
    language: Language
    packs: tuple[Jurisdiction, ...]
    place: Literal["head", "footer"]
    wording: Words
    always: bool = False
    when: When = When()
    topic: tuple[str, ...] = ()
    needs: tuple[Literal["author", "sources"], ...] = ()
    unless_packs: tuple[Jurisdiction, ...] = ()
    text: Words


class DisclaimerFile(Strict):
    disclaimers: tuple[DisclaimerText, ...]


class Contact(Strict):
    slot: Words
    number: Words
    label: str = ""
    hours: str = ""
    checked: Words
    source: str = ""


class ContactFile(Strict):
    """Numbers of one jurisdiction with the date by which somebody must call them again."""

    jurisdiction: Jurisdiction
    recheck_by: Words
    contacts: tuple[Contact, ...]
    notes: str = ""


@dataclass(frozen=True)
class DisclaimerLibrary:
    texts: tuple[DisclaimerText, ...]
    contacts: Mapping[Jurisdiction, ContactFile]

    @classmethod
    def load(cls, content: Path) -> "DisclaimerLibrary":
        contacts: dict[Jurisdiction, ContactFile] = {}
        for file in sorted((content / "contacts").glob("*.yaml")):
            read = read_model(file, ContactFile)
            contacts[read.jurisdiction] = read
        texts: list[DisclaimerText] = []
        slots = {contact.slot for table in contacts.values() for contact in table.contacts} | {"author", "sources"}
        for file in sorted((content / "disclaimers").glob("*.yaml")):
            for number, item in enumerate(read_model(file, DisclaimerFile).disclaimers):
                unknown = {name for _, name, _, _ in Formatter().parse(item.text) if name} - slots
                if unknown:
                    line = place_in(file, "disclaimers", number, "text")
                    raise ConfigurationError(f"nothing fills {sorted(unknown)}", file=str(file), line=line)
                texts.append(item)
        if Jurisdiction.INT not in contacts:
            raise ConfigurationError("the contacts of INT are missing", file=str(content / "contacts"))
        return cls(tuple(texts), contacts)

    def choose(
        self, reading: Reading, jurisdictions: Iterable[Jurisdiction], asked: Iterable[str]
    ) -> tuple[Disclaimer, ...]:
        """Heads first. `asked` are ids without the language (`DL-AI`) that rules of these packs asked for."""
        packs, wanted = list(jurisdictions), set(asked)
        chosen = []
        for item in self.texts:
            fits = item.language is reading.language and set(item.packs) & set(packs)
            family = item.id.rsplit("-", 1)[0]
            if not fits or not (family in wanted or (item.always and self._situation(item, reading, packs))):
                continue
            chosen.append(Disclaimer(item.id, item.place, self._filled(item, reading.context, packs)))
        return tuple(sorted(chosen, key=lambda disclaimer: disclaimer.place != "head"))

    def _situation(self, item: DisclaimerText, reading: Reading, packs: list[Jurisdiction]) -> bool:
        known = {"author": bool(reading.context.author), "sources": bool(reading.context.sources)}
        if not all(known[need] for need in item.needs) or set(item.unless_packs) & set(packs):
            return False
        if item.topic and not (
            reading.anywhere(item.topic) or (reading.question and reading.question.anywhere(item.topic))
        ):
            return False
        return reading.holds(item.when)

    def numbers(self, jurisdictions: Iterable[Jurisdiction]) -> dict[str, str]:
        """The numbers of the first jurisdiction that has them; INT's last."""
        found: dict[str, str] = {}
        for jurisdiction in (*jurisdictions, Jurisdiction.INT):
            table = self.contacts.get(jurisdiction)
            for contact in table.contacts if table else ():
                found.setdefault(contact.slot, contact.number)
        return found

    def _filled(self, item: DisclaimerText, context: CheckContext, packs: list[Jurisdiction]) -> str:
        own = [pack for pack in packs if pack in item.packs and pack is not Jurisdiction.INT]
        values = self.numbers(context.read_in or own or [pack for pack in packs if pack is not Jurisdiction.INT])
        nobody = {Language.ZH: "署名医生", Language.RU: "врач-автор", Language.EN: "the named doctor"}[item.language]
        return item.text.format_map(
            {"author": context.author or nobody, "sources": _BETWEEN[item.language].join(context.sources), **values}
        )

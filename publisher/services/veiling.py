"""Personal data out of what a model is sent: stand-ins that name nobody, put back only in what the doctor sees."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.personal import in_patients_words
from publisher.policy.reading import CueTable, Reading
from publisher.policy.spoken import spoken_in
from publisher.services.other_spellings import digits, keys, numbers_alike, pinyin_of, written_alike

_KINDS = frozenset({"name", "phone", "id", "address", "date", "record", "contact"})
_NUMBERED = frozenset({"phone", "id", "record"})
_SHORTEST, _LEAST_DIGITS = 2, 7


@dataclass
class Veil:
    """One call's stand-ins. The same words get the same stand-in in every text that goes out together."""

    cues: CueTable
    known: dict[str, str] = field(default_factory=dict)  # words -> stand-in
    named: dict[str, str] = field(default_factory=dict)  # key of a name's word -> stand-in
    numbered: dict[str, str] = field(default_factory=dict)  # digits -> stand-in

    def learn(self, text: str, language: str) -> None:
        """Find the personal data of a text. Everything that goes out is learned before anything is covered.

        A text is read in its own language and in every other whose words stand in it, be they few: what is covered
        too much comes back.
        """
        own, *others = spoken_in(text, Language(language))
        reading = Reading(own.text, CheckContext(language=own.text.language), self.cues)
        for item in in_patients_words(reading, [replace(one, sentences=True) for one in others]):
            words = text[item.start : item.end].strip()
            if item.entity in _KINDS and len(words) >= _SHORTEST and words not in self.known:
                self._remember(item.entity, words)

    def _remember(self, entity: str, words: str) -> None:
        number = 1 + len({one for one in self.known.values() if one.startswith(f"[{entity}-")})
        stand_in = self.known[words] = f"[{entity}-{number}]"
        if entity in ("name", "address"):
            for one in keys(words):
                self.named.setdefault(one, stand_in)
        if entity in _NUMBERED and len(found := digits(words)) >= _LEAST_DIGITS:
            self.numbered.setdefault(found, stand_in)

    def cover(self, text: str) -> str:
        """Whatever was learned, wherever it stands and however it is spelled; the longest first."""
        for words in sorted(self.known, key=len, reverse=True):
            text = text.replace(words, self.known[words])
        for start, end, stand_in in sorted(self._alike(text), reverse=True):
            if text[start:end] not in self.known:
                self.known[text[start:end]] = stand_in
            text = text[:start] + stand_in + text[end:]
        return text

    def _alike(self, text: str) -> Iterator[tuple[int, int, str]]:
        chinese = [words for words, stand_in in self.known.items() if stand_in.startswith("[name-")]
        found = [(start, end, self.known[name]) for start, end, name in pinyin_of(text, chinese)]
        found += [(start, end, self.named[key]) for start, end, key in written_alike(text, set(self.named))]
        found += [(start, end, self.numbered[one]) for start, end, one in numbers_alike(text, set(self.numbered))]
        last = -1
        for start, end, stand_in in sorted(found):
            if start >= last:
                yield start, end, stand_in
                last = end

    def uncover(self, text: str) -> str:
        """The words as they first stood; other spellings come back as that."""
        told: dict[str, str] = {}
        for words, stand_in in self.known.items():
            told.setdefault(stand_in, words)
        for stand_in, words in told.items():
            text = text.replace(stand_in, words)
        return text

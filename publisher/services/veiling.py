"""Personal data out of what a model is sent: stand-ins that name nobody, put back only in what the doctor sees."""

from dataclasses import dataclass, field

from publisher.domain.checking import CheckContext
from publisher.domain.places import Language
from publisher.policy.personal import personal_data
from publisher.policy.reading import CueTable, Reading
from publisher.policy.text import Text

_KINDS = frozenset({"name", "phone", "id", "address", "date", "record", "contact"})
_SHORTEST = 2


@dataclass
class Veil:
    """One call's stand-ins. The same words get the same stand-in in every text that goes out together."""

    cues: CueTable
    known: dict[str, str] = field(default_factory=dict)  # words -> stand-in

    def learn(self, text: str, language: str) -> None:
        """Find the personal data of a text. Everything that goes out is learned before anything is covered."""
        spoken = Language(language)
        for item in personal_data(Reading(Text(text, spoken), CheckContext(language=spoken), self.cues)):
            words = text[item.start : item.end].strip()
            if item.entity in _KINDS and len(words) >= _SHORTEST and words not in self.known:
                number = 1 + sum(one.startswith(f"[{item.entity}-") for one in self.known.values())
                self.known[words] = f"[{item.entity}-{number}]"

    def cover(self, text: str) -> str:
        """Whatever was learned, wherever it stands; the longest first."""
        for words in sorted(self.known, key=len, reverse=True):
            text = text.replace(words, self.known[words])
        return text

    def uncover(self, text: str) -> str:
        for words, stand_in in self.known.items():
            text = text.replace(stand_in, words)
        return text

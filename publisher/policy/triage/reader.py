"""Reads one message: labels with their places, the route they lead to, and the masked words.

Crisis and urgent win over everything; a message with a picture or a voice is never set aside. Every language that
stands in a message is heard, and the gravest word counts.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from publisher.domain.places import Language
from publisher.domain.triage import Label, Mark, Route, Triaged
from publisher.policy.masking import mask_spoken
from publisher.policy.reading import CueTable
from publisher.policy.spoken import spoken_in
from publisher.policy.text import Text
from publisher.policy.triage import second_reader
from publisher.policy.triage.danger import Danger
from publisher.policy.triage.files import Pattern, any_of

_LIMIT = 0.0  # logit from which a question is one person's own case
_CYRILLIC_INSIDE = re.compile(r"\w*[а-я]\w*")
_LOOK_ALIKES = str.maketrans("abcehkmoptxyuαερονκιτμηχυω3", "авсенкмортхуиаеронкитмнхуоз")
_LINK = re.compile(r"https?://|t\.me/|@[a-z]\w{3,}|wa\.me/|vx?[:：]?\s?[a-z0-9_]{6,}", re.IGNORECASE)
_MIXED = re.compile(r"[а-я][a-zα-ω]+[а-я]|\b[a-zα-ω][а-я]{2,}")
_Signs = dict[str, tuple[int, int] | None]


class Triage:
    """One set of cues in all languages. Thread-safe; nothing it reads is kept."""

    def __init__(self, content: Path, cues: CueTable) -> None:
        self.danger = Danger(content)
        self._cues = cues
        file = self.danger.labels
        self._labels = {
            language: tuple(
                (Label(name), found) for name, by in file.labels.items() if (found := any_of(by.of(language)))
            )
            for language in Language
        }
        names = [name for name in second_reader.CUES if name != "short"]
        self._signs = {
            language: {name: Pattern(getattr(file, name).of(language)) for name in names} for language in Language
        }
        self._symptom = {language: Pattern(file.symptom.of(language)) for language in Language}
        self._media = Pattern(file.media)

    def alarm(self, words: str, language: Language | None = None) -> Triaged | None:
        """The quick look: a crisis or an emergency, else None. The words are not masked here."""
        texts = [one.text for one in spoken_in(words, language) if one.sentences]
        marks = [mark for text in texts for mark in self._alarms(text)]
        if not marks:
            return None
        return Triaged(texts[0].language, _alarm_route(marks), tuple(_in_order(marks)), "")

    def read(self, words: str, language: Language | None = None, *, looked: bool = False) -> Triaged:
        """Route, labels and masked words of one message. `looked`: `alarm` has read it and found nothing."""
        spoken = spoken_in(words, language)
        masked = mask_spoken(spoken, self._cues)
        marks = [Mark(Label.PERSONAL_DATA, start, end, kind) for kind, start, end in masked.found]
        read = [(one.text, self.signs(one.text.folded, one.text.language)) for one in spoken if one.sentences]
        for text, signs in read:
            marks += [] if looked else self._alarms(text)
            marks += self._labels_in(text)
            if individual := self._individual(text, signs):
                marks.append(Mark(Label.INDIVIDUAL, *text.original(*individual)))
        if any(mark.label is Label.INDIVIDUAL for mark in marks):
            marks = [mark for mark in marks if mark.label is not Label.ADVERT or _LINK.search(words)]
        return Triaged(spoken[0].text.language, self._route(read, marks), tuple(_in_order(marks)), masked.text)

    def _alarms(self, text: Text) -> list[Mark]:
        """Crisis cues and red flags. Where a red flag explains the alarm, the second reader alone makes no crisis."""
        flags = self.danger.red_flags(text)
        return [*(mark for mark in self.danger.crisis(text) if not flags or mark.detail != "reader"), *flags]

    def signs(self, folded: str, language: Language) -> _Signs:
        """Where each cue of a case and of a question first stands."""
        return {name: pattern.find(folded) for name, pattern in self._signs[language].items()}

    def _individual(self, text: Text, signs: _Signs) -> tuple[int, int] | None:
        """The place that makes it one person's own case."""
        if not signs["medical"] and not (signs["case"] and signs["ask"]):
            return None
        hits = [signs[name] is not None for name in second_reader.CUES if name != "short"]
        hits.append(len(text.folded) < 12)
        if second_reader.logit("individual", text.folded, text.language, hits) <= _LIMIT:
            return None
        return signs["own_case"] or signs["case"] or signs["personal"] or signs["medical"] or (0, len(text.folded))

    def _labels_in(self, text: Text) -> list[Mark]:
        marks = []
        plain = _without_look_alikes(text.folded) if text.language is Language.RU else text.folded
        for label, pattern in self._labels[text.language]:
            if hit := pattern.find(plain):
                marks.append(Mark(label, *text.original(*hit)))
        advert = any(mark.label is Label.ADVERT for mark in marks)
        if not advert and text.language is Language.RU and len(_MIXED.findall(text.folded)) >= 3:
            marks.append(Mark(Label.ADVERT, 0, len(text.raw), "look-alike letters"))
        return marks

    def _route(self, read: Sequence[tuple[Text, _Signs]], marks: list[Mark]) -> Route:
        labels = {mark.label for mark in marks}
        if labels & {Label.CRISIS, Label.EMERGENCY}:
            return _alarm_route(marks)
        if any(self._media.find(text.folded) for text, _ in read):
            return Route.DOCTOR
        if Label.ADVERT in labels or Label.FUNDRAISING in labels:
            return Route.SET_ASIDE
        if Label.INDIVIDUAL in labels:
            return Route.DOCTOR
        if labels & {Label.COMPLAINT, Label.DOCTOR_SEARCH}:
            return Route.MODERATOR
        medical = any(signs["medical"] for _, signs in read)
        if any(signs["ask"] or (signs["bookish"] and medical) for _, signs in read):
            return Route.SET_ASIDE if Label.ABUSE in labels and not medical else Route.MODERATOR
        # a complaint of the body without a question is not passed over
        complains = any(self._symptom[text.language].find(text.folded) for text, _ in read)
        return Route.DOCTOR if complains else Route.SET_ASIDE


def _alarm_route(marks: list[Mark]) -> Route:
    return Route.CRISIS if any(mark.label is Label.CRISIS for mark in marks) else Route.URGENT


def _in_order(marks: list[Mark]) -> list[Mark]:
    """By place; the same label at the same place once, with the red flag's name where there is one."""
    once: dict[tuple[int, int, Label], Mark] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end, mark.label, not mark.detail.startswith("RF-"))):
        once.setdefault((mark.start, mark.end, mark.label), mark)
    return list(once.values())


def _without_look_alikes(folded: str) -> str:
    """Advertisers write Russian with Latin and Greek letters; the same number of letters, in one alphabet."""
    return _CYRILLIC_INSIDE.sub(lambda match: match.group().translate(_LOOK_ALIKES), folded)

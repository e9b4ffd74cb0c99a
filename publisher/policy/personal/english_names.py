"""English names by shape: two to four capitalised words that are not the words of institutions, places and headings.

A name found in full is found again where only one of its words stands. No list of persons is kept.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from publisher.policy.matching import every

_CAP = (
    r"(?:[A-ZÀ-ÖØ-ÞŠŽČŘĐŁŐŰĀ-Ž](?:['’][A-Z])?[a-zà-öø-ÿšžčřđłőűā-ž’'\-]+(?:[A-Z][a-zà-ÿā-ž]+)?(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?)"
)
_INITIAL = r"[A-Z]\.?"
_PARTICLE = r"(?:van|von|de|der|den|la|di|da|del|dos|bin|al|el|ibn|ter)"
FULL = re.compile(rf"(?<![\w@./'’\-]){_CAP}(?:[ ](?:{_INITIAL}[ ])?(?:{_PARTICLE}[ ]){{0,2}}{_CAP}){{1,3}}(?![\w@/])")
_single = re.compile(
    rf"(?:\b(?:by|calls? me|starring|dear|hi|hello|thanks,?|my kid|said|says|asked|told|given|named|[Ww]hy is|"
    rf"[Ww]here is|ms\.|mr\.|miss|under|"
    rf"guardian|is it|why is|call|kid|son|daughter|named (?:him|her)|last name\?|given|early|unlike the|though|"
    rf"on miss|see)\s+|[a-z]!?,\s)"
    rf"(?P<name>{_CAP})(?=['’]s|[.!?,;:]|\s(?:and|is|was|has|had|will|to|his|her|speak|so|from|novel|just)\b|$)"
)
_listed = re.compile(rf"(?<![\w.]){_CAP}(?:, {_CAP})*,? and {_CAP}(?![\w])|(?<=: ){_CAP}(?:, {_CAP})+")
_starts = re.compile(
    rf"(?:^|[.!?>\n]\s*)(?P<name>{_CAP})(?=(?:,\s(?:can|could|please|do|are|I)\b|\s(?:is (?:a |an |very|from|so|my|"
    rf"our)|spent|told|called|lives|has been|was born|listed|began|wrote|wants|asked|said|explained)\b|:\s[A-Z]))"
)
_followed = re.compile(
    r"[’']?s?[ \-](?:[a-z\-]+ )?(?:syndrome|disease|disorder|sequence|anemia|lymphoma|sarcoma|palsy|phenomenon|test|"
    r"scale|score|sign|criteria|method|procedure|contracture|"
    r"wort|ataxia|dystrophy|operation|virus|fever|cells?|bodies|thyroiditis|gene|type|trait|Syndrome|Disease|Test|"
    r"Scale|Hospital|University|Foundation|Institute|Center|Centre|Clinic|Street|Avenue|Road)\b"
)
_noun = re.compile(
    r"(?i)(?:itis|osis|oses|oma|omas|emia|emias|sion|sions|tion|tions|ness|ity|ities|ism|ment|ments|ology|opathy|"
    r"opathies|sis|ysis|"
    r"plasia|myotonia|ystonia|yslexia|algia|[a-z]{3}uria|penia|pnea|rrhea|phobia|kinesia|trophy|otomy|ectomy|ostomy|"
    r"scopy|graphy|"
    r"lepsy|encephaly|dactyly|schisis|[a-z]cele|clonus|dermas?|blasts?|cytes?|cillin|mycin|floxacin|oprine|statins?|"
    r"prazole|olol|"
    r"sartan|amide|azole|fulvin|poietin|genital|inal|onal|ular|muscular|skeletal|etic|atic|otic|emic|ative|ized|"
    r"ists?|therapy|"
    r"vaccines?|ectual|ectious|thalassemia)$"
)
_PLACE_ENDS = re.compile(
    r"(?i)^.*(?:street|avenue|road|lane|drive|county|city|river|lake|island|university|college|hospital|clinic|inc|"
    r"llc|ltd|gmbh|plc|corp)$"
)
_OTHER_WORDS = frozenset((Path(__file__).parent / "words" / "not_names_en.txt").read_text(encoding="utf-8").split())
"""Words of institutions, places and headings."""


def names(raw: str) -> Iterator[tuple[int, int]]:
    known: set[str] = set()
    taken: list[tuple[int, int]] = []
    for match in every(FULL, raw):
        place = _person(raw, *match.span())
        if place:
            taken.append(place)
            known.update(word for word in raw[slice(*place)].split() if len(word) > 2)
    for match in every(_listed, raw):
        words = [
            (found.start() + match.start(), found.end() + match.start()) for found in re.finditer(_CAP, match.group())
        ]
        if not any(is_a_heading(raw[slice(*word)]) for word in words):
            taken.extend(words)
    for pattern in (_single, _starts):
        for match in every(pattern, raw):
            word = match.group("name")
            if (
                word.lower() not in _OTHER_WORDS
                and not _noun.search(word)
                and not _followed.match(raw, match.end("name"))
            ):
                taken.append(match.span("name"))
    yield from taken
    for word in known:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", raw):
            if not any(start <= match.start() < end for start, end in taken):
                yield match.span()


def is_a_heading(word: str) -> bool:
    """Whether a capitalised word is one of headings, places and institutions, or has the ending of a term."""
    return word.lower() in _OTHER_WORDS or bool(_PLACE_ENDS.match(word) or _noun.search(word))


def followed_by_a_term(raw: str, end: int) -> bool:
    """Whether a syndrome, a test, a place or the like stands behind, so that the word names it and nobody."""
    return _followed.match(raw, end) is not None


def _person(raw: str, start: int, end: int) -> tuple[int, int] | None:
    """The name inside a run of capitalised words, a leading common word left out; None where it is none."""
    words = [(found.start() + start, found.end() + start) for found in re.finditer(r"\S+", raw[start:end])]
    while words and raw[slice(*words[0])].lower().removesuffix("'s") in _OTHER_WORDS:
        words.pop(0)
    if len(words) < 2 or any(is_a_heading(raw[slice(*word)]) for word in words):
        return None
    if _followed.match(raw, words[-1][1]) or raw[words[-1][1] : words[-1][1] + 2] in (" (", "-"):
        return None
    return words[0][0], words[-1][1]

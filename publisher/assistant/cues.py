"""A blunt second count beside the fine reading: words that deny, warn, except, and say above or below, before or after.

It knows no grammar, so that it fails in other places than the fine reading does; what one misses, the other marks.
"""

import re
from dataclasses import dataclass

from publisher.assistant.opposites import OPPOSITE, Kind, opposites, reversed_words, stems

_TURNED = (
    ("high", "low"), ("low", "high"), ("after", "before"), ("before", "after"), ("high", "before"), ("low", "after")
)  # fmt: skip
_KEPT = ("caution", "except", "only", "instead")


@dataclass(frozen=True)
class Cues:
    """How many words deny, for each kind of cue the first words of it, and the stems of reversed and plain words."""

    negators: int = 0
    words: tuple[tuple[Kind, str], ...] = ()
    stems: frozenset[str] = frozenset()

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(kind for kind, _ in self.words)


_BOUNDS = {  # read before negators, the longer first: “no more than” denies nothing and is not “more than”
    "zh": (
        (
            "low",
            r"不(?:要|能|得|可|宜|应|会|允许)?(?:超过|多于|高于|大于|长于|晚于|迟于)|最多|至多|不[足满到]|未满|不及",
        ),
        ("high", r"不(?:要|能|得|可|宜|应|会)?(?:低于|少于|小于|短于|早于)|至少|最少"),
        ("low", r"以下|以内|低于|少于|小于"),
        ("high", r"以上|超过|高于|多于|大于|满(?=\d)|\d倍(?!体)|(?<=[时天周年月米分])[以之]外"),
    ),
    "ru": (
        ("low", r"\bне (?:бол(?:ее|ьше)|выше|чаще|дольше|позже|позднее|превыша\w+|должн\w+ превышать|старше|свыше)\b"),
        ("high", r"\bне (?:мен(?:ее|ьше)|ниже|реже|раньше|ранее|моложе|младше)\b"),
        ("low", r"\b(?:менее|меньше|ниже|младше|моложе|реже|максимум|в пределах|в первые|до (?=\d))\b"),
        ("high", r"\b(?:более|больше|выше|старше|свыше|чаще|дольше|превыша\w+|минимум)\b"),
    ),
    "en": (
        (
            "low",
            r"\b(?:no|not) (?:more|higher|longer|older|later|greater)(?: often)?(?: than)?\b"
            r"|\b(?:cannot|(?:must|should|may|can|do|does)(?: not|n['’]t)) exceed\w*|\bat (?:the )?most\b",
        ),
        ("high", r"\b(?:no|not) (?:less|lower|fewer|earlier|younger)(?: often)?(?: than)?\b|\bat least\b"),
        (
            "low",
            r"\b(?:less|lower|fewer|younger)(?: \w+){0,4} than\b"
            r"|\b(?:below|under(?! no\b)|within|up to|maximum|in the first)\b",
        ),
        ("high", r"\b(?:more|higher|longer|older|greater)(?: \w+){0,4} than\b|\b(?:above|over|exceed\w*|minimum)\b"),
    ),
}
_SIDES = {
    "zh": (
        ("before", r"(?<![目当眼空提])前(?![列臂额庭置来后面])|以内"),
        ("after", r"(?<![然最前])后(?![果背代者续面])|[用吃喝]完|起(?!来|床|到|身|初|作|码)"),
    ),
    "ru": (
        ("before", r"\b(?:до|перед|прежде|раньше|ранее)\b"),
        ("after", r"\b(?:после|спустя|начиная|позже|позднее)\b"),
    ),
    "en": (("before", r"\b(?:before|until|till|prior)\b"), ("after", r"\b(?:after|from|since|following)\b")),
}
_ONLY = {
    "zh": r"(?<!不)(?:(?<![\d一两几这那每])只(?!要|不过)|仅(?!仅)|唯有|唯一)",
    "ru": r"(?<!не )(?<!если )\b(?:только|лишь|исключительно|единственн\w+)\b(?! что\b)",
    "en": r"(?<!not )\b(?:only|solely|exclusively|alone|nothing but)\b",
}
_MORE = {
    "zh": (
        ("caution", r"慎(?:用|重|食|服)|谨慎|小心"),
        ("except", r"除非|除了|除外|除[^，。；,;了]{1,20}外"),
        ("only", _ONLY["zh"]),
        ("instead", r"代替|而不是|而非"),
    ),
    "ru": (
        ("caution", r"осторожн\w*"),
        ("except", r"\bесли только\b|\bразве что\b|\bкроме\b|\bза исключением\b"),
        ("only", _ONLY["ru"]),
        ("instead", r"\bвместо\b"),
    ),
    "en": (
        ("caution", r"\b(?:caution\w*|careful\w*)\b"),
        ("except", r"\b(?:unless|except\w*)\b"),
        ("only", _ONLY["en"]),
        ("instead", r"\b(?:instead|rather than)\b"),
    ),
}
_NO_DENIAL = {
    "zh": r"不得不|不能不|不可不|不(?=[但仅过同良孕安断管论久育止]|适(?![合宜用]))|无(?=[论创痛糖])|无论如何|非(?=常)"
    r"|没问题|没关系|[特区分个级性识]别|别[的人]|未来",
    "ru": r"\bне(?:льзя|возможно) не\b|\bне может не\b|\bне только\b|\bни в коем случае\b|\bникогда\b|\bни разу\b",
    "en": r"\bcannot avoid\b|\bnot only\b|\bno problem\b",
}
_NEGATORS = {
    "zh": r"没有|不|没|无|未|勿|别(?!墅)|非|忌|禁止?|严禁|避免|避开|远离|少(?=[去碰沾])",
    "ru": r"\b(?:не|нет|нельзя|без|незачем|невозможно|необязательно|недопустимо)\b"
    r"|\bне(?=применим|возможен|возможн[аы]|обязател|допустим[аы]?\b|желател|эффектив|пригод|уместн|совмест|целесообр|беремен)|\bбесполез"
    r"|\b(?:запре[тщ]|исключа|исключен|противопоказ|избега|избежа|воздерж|отсутств)\w*",
    "en": r"\b(?:not|no|never|without|none|neither|nor|cannot|nothing|nobody)\b|n['’]t\b|\bnon-(?=\w)"
    r"|\b(?:im(?=possib)|in(?=applicab|effectiv|advisab|compatib)|(?:use|need|point)(?=less)|un(?=necess|suitab|safe|able|needed|desirab|accept))"
    r"|\b(?:avoid|forbid|ban(?=s|ned\b)|prohibit|contraindicat|refrain|keep away|keep(?: \w+){1,3} out\b|stay away)\w*",
}
_DEEMED = {"ru": ((re.compile(r"(?<=\d )до (?=\d)"), "– "),)}


def cues(text: str, language: str) -> Cues:
    """The cues of a folded text whose numbers stand in figures."""
    for pattern, instead in _DEEMED.get(language, ()):
        text = pattern.sub(instead, text)
    found: dict[Kind, str] = opposites(text, language)
    said = stems(text, language)
    for kind, words in (*_MORE[language], *_BOUNDS[language], *_SIDES[language]):
        pattern = re.compile(words)
        if match := pattern.search(text):
            found.setdefault(kind, match.group())
        if kind not in ("before", "after"):
            text = pattern.sub(" , ", text)
    text = re.sub(_NO_DENIAL[language], " ", text)
    return Cues(len(re.findall(_NEGATORS[language], text)), tuple(found.items()), said)


def turned(source: Cues, rendered: Cues) -> list[str]:
    """Words that say the opposite of the source's: below where it says above, after where it says before."""
    said = dict(rendered.words)
    swapped = [(kind, other) for kind, other in _TURNED if other not in source.kinds]
    return (
        [
            said[other]
            for kind, other in (*swapped, *OPPOSITE.items())
            if kind in source.kinds and other in said and kind not in said
        ]
        + [
            said[f"{other} first"]
            for kind, other in OPPOSITE.items()
            if kind in source.kinds and other not in source.kinds and f"{other} first" in said
        ]
        + [*reversed_words(source.stems, rendered.stems), *reversed_words(rendered.stems, source.stems)]
    )


def lost(source: Cues, rendered: Cues) -> list[str]:
    """Warnings and exceptions of the source that are not rendered."""
    return [words for kind, words in source.words if kind in _KEPT and kind not in rendered.kinds]


def together(several: list[Cues]) -> Cues:
    every: dict[Kind, str] = {}
    for one in several:
        for kind, words in one.words:
            every.setdefault(kind, words)
    said = frozenset(stem for one in several for stem in one.stems)
    return Cues(sum(one.negators for one in several), tuple(every.items()), said)

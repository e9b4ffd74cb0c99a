"""A blunt second count beside the fine reading: words that deny, warn, except, and say above or below, before or after.

It knows no grammar, so that it fails in other places than the fine reading does; what one misses, the other marks.
"""

import re
from dataclasses import dataclass

Kind = str  # caution | except | high | low | after | before
_TURNED = {"high": "low", "low": "high", "after": "before", "before": "after"}
_KEPT = ("caution", "except")


@dataclass(frozen=True)
class Cues:
    """How many words deny, and for each kind of cue the first words of it."""

    negators: int = 0
    words: tuple[tuple[Kind, str], ...] = ()

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
        ("high", r"以上|超过|高于|多于|大于|满(?=\d)"),
    ),
    "ru": (
        ("low", r"\bне (?:бол(?:ее|ьше)|выше|чаще|дольше|позже|позднее|превыша\w+|должн\w+ превышать|старше|свыше)\b"),
        ("high", r"\bне (?:мен(?:ее|ьше)|ниже|реже|раньше|ранее|моложе|младше)\b"),
        ("low", r"\b(?:менее|меньше|ниже|младше|моложе|реже|максимум|в пределах|до (?=\d))\b"),
        ("high", r"\b(?:более|больше|выше|старше|свыше|чаще|дольше|превыша\w+|минимум)\b"),
    ),
    "en": (
        (
            "low",
            r"\b(?:no|not) (?:more|higher|longer|older|later|greater)(?: often)?(?: than)?\b"
            r"|\b(?:cannot|(?:must|should|may|can|do|does)(?: not|n['’]t)) exceed\w*|\bat (?:the )?most\b",
        ),
        ("high", r"\b(?:no|not) (?:less|lower|fewer|earlier|younger)(?: often)?(?: than)?\b|\bat least\b"),
        ("low", r"\b(?:less|lower|fewer|younger) than\b|\b(?:below|under(?! no\b)|within|up to|maximum)\b"),
        ("high", r"\b(?:more|higher|longer|older|greater) than\b|\b(?:above|over|exceed\w*|minimum)\b"),
    ),
}
_SIDES = {
    "zh": (
        ("before", r"(?:之|以|[餐饭术产睡])前(?!后)|以内"),
        ("after", r"(?:之|以|[餐饭术产睡])后(?!果)|起(?!来|床|到|身|初|作|码)"),
    ),
    "ru": (
        ("before", r"\b(?:до|перед|прежде|раньше|ранее)\b"),
        ("after", r"\b(?:после|спустя|начиная|позже|позднее)\b"),
    ),
    "en": (("before", r"\b(?:before|until|till|prior)\b"), ("after", r"\b(?:after|from|since|following)\b")),
}
_MORE = {
    "zh": (("caution", r"慎(?:用|重|食|服)|谨慎|小心"), ("except", r"除非|除了|除外")),
    "ru": (("caution", r"осторожн\w*"), ("except", r"\bесли только\b|\bразве что\b|\bкроме\b|\bза исключением\b")),
    "en": (("caution", r"\b(?:caution\w*|careful\w*)\b"), ("except", r"\b(?:unless|except\w*)\b")),
}
_NO_DENIAL = {
    "zh": r"不得不|不能不|不可不|不(?=[但仅过同良孕安断管论久育止]|适(?![合宜用]))|无(?=[论创痛糖])|无论如何|非(?=常)"
    r"|没问题|没关系|[特区分个级性识]别|别[的人]|未来",
    "ru": r"\bне(?:льзя|возможно) не\b|\bне может не\b|\bне только\b|\bни в коем случае\b|\bникогда\b|\bни разу\b",
    "en": r"\bcannot avoid\b|\bnot only\b|\bno problem\b",
}
_NEGATORS = {
    "zh": r"没有|不|没|无|未|勿|别(?!墅)|非|忌|禁止?|严禁|避免|避开|远离",
    "ru": r"\b(?:не|нет|нельзя|без|незачем|невозможно|необязательно|недопустимо)\b"
    r"|\b(?:запре[тщ]|противопоказ|избега|избежа|воздерж|отсутств)\w*",
    "en": r"\b(?:not|no|never|without|none|neither|nor|cannot|nothing|nobody)\b|n['’]t\b"
    r"|\b(?:avoid|forbid|ban(?=s|ned\b)|prohibit|contraindicat|refrain|keep away|stay away)\w*",
}
_DEEMED = {"ru": ((re.compile(r"(?<=\d )до (?=\d)"), "– "),)}


def cues(text: str, language: str) -> Cues:
    """The cues of a folded text whose numbers stand in figures."""
    for pattern, instead in _DEEMED.get(language, ()):
        text = pattern.sub(instead, text)
    found: dict[Kind, str] = {}
    for kind, words in (*_MORE[language], *_BOUNDS[language], *_SIDES[language]):
        pattern = re.compile(words)
        if match := pattern.search(text):
            found.setdefault(kind, match.group())
        if kind not in ("before", "after"):
            text = pattern.sub(" , ", text)
    text = re.sub(_NO_DENIAL[language], " ", text)
    return Cues(len(re.findall(_NEGATORS[language], text)), tuple(found.items()))


def turned(source: Cues, rendered: Cues) -> list[str]:
    """Words that say the opposite of the source's: below where it says above, after where it says before."""
    said = dict(rendered.words)
    return [
        said[other]
        for kind, other in _TURNED.items()
        if kind in source.kinds and other not in source.kinds and other in said and kind not in said
    ]


def lost(source: Cues, rendered: Cues) -> list[str]:
    """Warnings and exceptions of the source that are not rendered."""
    return [words for kind, words in source.words if kind in _KEPT and kind not in rendered.kinds]


def together(several: list[Cues]) -> Cues:
    every: dict[Kind, str] = {}
    for one in several:
        for kind, words in one.words:
            every.setdefault(kind, words)
    return Cues(sum(one.negators for one in several), tuple(every.items()))

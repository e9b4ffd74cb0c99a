"""Whether a text that says nothing of anybody names somebody all the same, found by what costs little.

Only what hardly ever is a disease: a known first name or a surname by its ending, or what the taggers say of words that
stand where a name does.
"""

import re

from publisher.domain.places import Language
from publisher.policy.personal import english_names, latin_names, names
from publisher.policy.personal.name_cues import SURNAMES_ZH
from publisher.policy.text import Text

_surname_zh = re.compile(
    rf"(?:^|[，,。！？!?；;：:\s]|[您你]好|请问|[问给让和跟叫替帮我])(?:欧阳|司马|上官|诸葛|[{SURNAMES_ZH}])[\u4e00-\u9fff]{{1,2}}"
    r"(?=[能可会要想是的吃喝怀得在有该应需现今刚服患怎为做用去问说，,：:]|$)"
)
_next_word = re.compile(r"[ -][A-Z][a-z]+")


def names_somebody(words: str, language: Language) -> bool:
    if language is Language.ZH:
        return _surname_zh.search(words) is not None
    if language is Language.RU:
        return any(True for _ in names.names(Text(words, language)))
    return any(not _names_a_disease(words, end) for _, end in latin_names.names(words))


def _names_a_disease(words: str, end: int) -> bool:
    following = _next_word.match(words, end)
    ends = (end, following.end()) if following else (end,)
    return any(english_names.followed_by_a_term(words, one) for one in ends)

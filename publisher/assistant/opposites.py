"""Words of health teaching that come in opposing pairs: raised and lowered, morning and night, adult and child.

A rendering that says only the other word of a pair has turned the sentence; whether it is right is for the doctor.
"""

import re

Kind = str
# one kind, the other; then for each language the words of the one and of the other, read in folded text
_PAIRS: dict[tuple[Kind, Kind], dict[str, tuple[str, str]]] = {
    ("raised", "lowered"): {
        "zh": (
            r"升高|增高|偏高|过高|上升|增[加多大]|变大|[加翻]倍|\d倍(?!体)",
            r"降低|偏低|过低|下降|减[少低小半]|变小",
        ),
        "ru": (
            r"\b(?:повыш|высок|увелич|возраст[ае]|выше\b|усили)\w*",
            r"\b(?:сниж|пониж|низк|уменьш|ниже\b|ослаб)\w*",
        ),
        "en": (
            r"\b(?:high|higher|raise[sd]?|elevated|doubled?|increas\w+|rises?)\b",
            r"\b(?:low|lower(?:s|ed)?|reduc\w+|halved?|decreas\w+|drops?)\b",
        ),
    },
    ("more", "less"): {
        "zh": (r"多(?=[去吃喝用做走坐看动补])", r"少(?=[去吃喝用做走坐看动补])"),
        "ru": (r"\b(?:больше|побольше|чаще)\b", r"\b(?:меньше|поменьше|реже)\b"),
        "en": (r"\bmore\b", r"\b(?:less|fewer)\b"),
    },
    ("morning", "night"): {
        "zh": (r"早[晨上起]|每早|清晨|晨起|上午", r"晚[上间]|每晚|今晚|夜|睡前|傍晚"),
        "ru": (r"\b(?:утр\w+|с утра)\b", r"\b(?:вечер\w*|ноч\w+|перед сном)\b"),
        "en": (r"\b(?:morning\w*|a\.?m)\b", r"\b(?:evening\w*|night\w*|bedtime|p\.?m)\b"),
    },
    ("left", "right"): {
        "zh": (r"左[侧边眼耳手腿脚肺肾乳臂上下]", r"右[侧边眼耳手腿脚肺肾乳臂上下]"),
        "ru": (
            r"\b(?:лев(?:ый|ая|ое|ой|ого|ому|ую|ом|ые|ых)|слева|влево)\b",
            r"\b(?:прав(?:ый|ая|ой|ого|ому|ую|ом|ые|ых)|справа|вправо)\b",
        ),
        "en": (r"\bleft\b", r"\bright\b(?! away| after| now| before)"),
    },
    ("begin", "stop"): {
        "zh": (r"开始|加用|启用", r"停(?=[用药服止掉])"),
        "ru": (r"\b(?:нач[аеин]|добав)\w+", r"\b(?:прекра|отмен|остан[ао]в|брос)\w+"),
        "en": (r"\b(?:start|begin)\w*", r"\b(?:stop|discontinu|quit)\w*"),
    },
    ("go on", "end"): {
        "zh": (r"继续|坚持", r"停(?=[用药服止掉])|就停|中断"),
        "ru": (r"\bпродолж\w+", r"\b(?:прекра|отмен|остан[ао]в|брос|прерыва)\w+"),
        "en": (r"\b(?:continu\w+|keep (?:on|taking|up))\b", r"\b(?:stop|discontinu|quit|interrupt)\w*"),
    },
    ("warm", "cold"): {
        "zh": (r"热[敷水饮]|温水|保暖", r"冷[敷水饮]|凉水|冰[敷水块]"),
        "ru": (r"\b(?:горяч|тепл|грел|согре)\w*", r"\b(?:холод|прохлад|лед\b|льд|льд)\w*"),
        "en": (r"\b(?:hot|warm\w*|heat\w*)\b", r"\b(?:cold|cool\w*|ice)\b"),
    },
    ("adult", "child"): {
        "zh": (r"成人|成年人|大人", r"儿童|孩子|宝宝|婴儿|幼儿"),
        "ru": (r"\bвзросл\w+", r"\b(?:ребен|дет[еиья]|младен|малыш)\w*"),
        "en": (r"\badults?\b", r"\b(?:child|baby|babies|infant|newborn|toddler)\w*"),
    },
    ("woman", "man"): {
        "zh": (r"女[性人孩童士]", r"男[性人孩童士]"),
        "ru": (r"\b(?:женщин|женск|девоч|девуш)\w*", r"\b(?:мужчин|мужск|мальчик|юнош)\w*"),
        "en": (r"\b(?:wom[ae]n|girls?|females?)\b", r"\b(?:m[ae]n|boys?|males?)\b"),
    },
    ("safe", "dangerous"): {
        "zh": (r"安全", r"危险|有风险"),
        "ru": (r"\bбезопасн\w*", r"\b(?:опасн|рискован)\w*"),
        "en": (r"\b(?:safe|safely)\b", r"\b(?:dangerous|unsafe|risky|hazardous)\b"),
    },
    ("better", "worse"): {
        "zh": (r"好转|改善|减轻|缓解", r"加重|恶化|变差"),
        "ru": (r"\b(?:улучш|облегч|легче\b)\w*", r"\b(?:ухудш|усугуб|хуже\b)\w*"),
        "en": (r"\b(?:better|improv\w+|relie[fv]\w*|eases?)\b", r"\b(?:worse\w*|aggravat\w+|deteriorat\w+)\b"),
    },
    ("fasting", "fed"): {
        "zh": (r"空腹|[餐饭]前", r"[餐饭]后|随餐|饱腹"),
        "ru": (r"\b(?:натощак|до еды|перед едой|на голодный)\b", r"\b(?:после еды|во время еды|с едой|на сытый)\b"),
        "en": (
            r"\b(?:empty stomach|fasting|before (?:a |your )?meals?)\b",
            r"\b(?:after (?:a |your )?meals?|with food|with meals?|full stomach)\b",
        ),
    },
    ("most", "few"): {
        "zh": (r"多数|大部分|绝大", r"少数|小部分|个别"),
        "ru": (r"\b(?:большинств|больша\w+ част)\w*", r"\b(?:меньшинств|меньша\w+ част|немноги|единиц)\w*"),
        "en": (r"\b(?:most(?! likely)|majority)\b", r"\b(?:minority|few|little)\b"),
    },
    ("often", "rarely"): {
        "zh": (r"经常|常常|常见|往往", r"很少|罕见|少见|偶尔"),
        "ru": (r"\b(?:част[оы]|распространен)\w*", r"\bредк\w*"),
        "en": (
            r"\b(?:often|frequent\w*|common(?:ly)?|usual(?:ly)?)\b",
            r"\b(?:rare(?:ly)?|seldom|uncommon|occasional(?:ly)?)\b",
        ),
    },
    ("positive", "negative"): {
        "zh": (r"阳性", r"阴性"),
        "ru": (r"\bположительн\w*", r"\bотрицательн\w*"),
        "en": (r"\bpositive\w*", r"\bnegative\w*"),
    },
    ("mild", "severe"): {
        "zh": (r"轻[度微症]", r"重[度症]|严重|剧烈"),
        "ru": (r"\b(?:легк|слаб|незначит)\w*", r"\b(?:тяжел|сильн|выражен|резк)\w*"),
        "en": (r"\b(?:mild|slight|light)\w*", r"\b(?:severe|heavy|strong|serious|intense)\w*"),
    },
    ("fast", "slow"): {
        "zh": (r"[快迅]速|尽快|加快", r"缓慢|慢慢|减慢"),
        "ru": (r"\b(?:быстр|скоре[ей])\w*", r"\bмедленн\w*"),
        "en": (r"\b(?:fast|quick|rapid)(?:ly|er)?\b", r"\bslow(?:ly|er)?\b"),
    },
    ("wet", "dry"): {
        "zh": (r"潮湿|湿润|弄湿", r"干燥|擦干|晾干"),
        "ru": (r"\b(?:влажн|мокр|намоч)\w*", r"\b(?:сух|высуш|просуш)\w*"),
        "en": (r"\b(?:wet|moist|damp)\b", r"\b(?:dry|dried)\b"),
    },
    ("must", "may"): {
        "zh": (r"必须|务必|一定要|必需", r"可以|可(?=[用服吃自])|允许"),
        "ru": (r"\b(?:обязательн|должн|необходим)\w*", r"\b(?:можно|по желанию|разреш\w+|допуст\w+)\b"),
        "en": (r"\b(?:must|have to|has to|required|compulsory)\b", r"\b(?:may|can|optional|allowed|permitted)\b"),
    },
    ("useful", "useless"): {
        "zh": (r"(?<!没)有[用效益]", r"没有?用|无[用效益]"),
        "ru": (r"\b(?:полез|эффектив)\w*", r"\b(?:бесполез|неэффектив)\w*"),
        "en": (r"\b(?:useful|effective|helpful)\b", r"\b(?:useless|ineffective|unhelpful)\b"),
    },
    ("during", "beforehand"): {
        "zh": (r"期间|的时候|的同时|过程中", r"之前|以前"),
        "ru": (r"\b(?:пока|во время|в ходе)\b", r"\b(?:до|перед|прежде)\b"),
        "en": (r"\b(?:while|during)\b", r"\b(?:before|until)\b"),
    },
    ("including", "except"): {
        "zh": (r"包括|在内", r"除非|除外|除[^，。；,;了]{1,20}外"),
        "ru": (r"\b(?:включая|в том числе)\b", r"\b(?:кроме|за исключением|исключая|если только)\b"),
        "en": (r"\b(?:including|included)\b", r"\b(?:except\w*|excluding|unless|apart from|other than)\b"),
    },
}
_READ = {
    language: tuple(
        (kind, re.compile(words))
        for kinds, languages in _PAIRS.items()
        for kind, words in zip(kinds, languages[language], strict=True)
    )
    for language in ("zh", "ru", "en")
}
_ORDERED = [(a + mark, b + mark) for a, b in _PAIRS for mark in ("", " first")]  # “left, then right” against its swap
OPPOSITE: dict[Kind, Kind] = {a: b for pair in _ORDERED for a, b in (pair, pair[::-1])}

_PREFIXES = {"ru": ("не", "без", "бес"), "en": ("un", "in", "im", "ir", "non-", "dis")}
_WORD = re.compile(r"[a-zа-я]+(?:-[a-zа-я]+)?")
_LEAST, _STEM = 4, 5


def opposites(text: str, language: str) -> dict[Kind, str]:
    """The kinds of paired words in a folded text, each with the first word of it."""
    met = {kind: match for kind, pattern in _READ[language] if (match := pattern.search(text))}
    found = {kind: match.group() for kind, match in met.items()}
    for a, b in _PAIRS:
        if a in met and b in met:
            first = min((a, b), key=lambda kind: met[kind].start())
            found[f"{first} first"] = found[first]
    return found


def stems(text: str, language: str) -> frozenset[str]:
    """Words with the beginnings that reverse them kept apart: “impossible” is `-possi`, “possible” is `+possi`."""
    found = set()
    for word in _WORD.findall(text) if language in _PREFIXES else ():
        found.add(f"+{word[:_STEM]}")
        for prefix in _PREFIXES[language]:
            bare = word.removeprefix(prefix)
            if bare != word and len(bare) >= _LEAST:
                found.add(f"-{bare[:_STEM]}")
    return frozenset(found)


def reversed_words(one: frozenset[str], other: frozenset[str]) -> list[str]:
    """Stems that only the one reverses and the other says plainly: “possible” beside “impossible”."""
    return sorted(
        stem[1:]
        for stem in one
        if stem[0] == "-" and stem not in other and f"+{stem[1:]}" in other and f"+{stem[1:]}" not in one
    )

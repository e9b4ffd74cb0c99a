"""Names of people by cue: a title, a surname with its form of address, a patronymic, initials, "my name is".

A name near a word for a patient blocks; any other is told as a note, since authors and experts are named by right.
"""

import re
from collections.abc import Iterator

from publisher.domain.checking import Level
from publisher.domain.places import Language
from publisher.policy.personal.items import Item
from publisher.policy.text import Text

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴宋庞熊纪舒"
    "屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房缪解应宗丁宣邓郁单杭洪包诸左石崔吉"
    "龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫乌焦巴弓牧山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印白怀"
    "蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥闻党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎连习艾容向古易廖庾终居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越师巩聂晁勾敖融冷辛阚那简饶空曾沙"
)
_ZH_TITLE = re.compile(
    rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?)(?:女士|先生|小姐|太太|阿姨|大爷|大妈|同学|某某?)(?![\u4e00-\u9fff]?们)"
    rf"|(?P<doctor>[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?)(?:医生|大夫|主任|教授|护士长|院士)"
)
_ZH_TOLD = re.compile(
    rf"(?:患者姓名|姓名|我叫|名叫|名字叫|名字是|本人)\s*[:：是]?\s*(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，,。、\s（(；;]|$|是|今年|，)"
    rf"|(?:患者|病人|孕妇|产妇|患儿|病友)\s?[:：]?\s?(?P<name2>(?:[老小][{_SURNAMES}]|[{_SURNAMES}](?:某某?|[\u4e00-\u9fff]{{1,2}})))(?=[，,。、\s（(；;]|$)"
)
_RU_NAMES = re.compile(
    r"\b(?P<full>[А-ЯЁ][а-яё\-]+\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична|инична|вича|вичу|вичем|вны|вне|вной|вну))\b"
    r"|\b(?P<short>[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична|инична|вича|вичу|вичем|вны|вне|вной|вну))\b(?:\s+[А-ЯЁ][а-яё]+(?:ов|ев|ин|ова|ева|ина|ский|ская|ко|ых|их)\b)?"
    r"|\b(?P<initials>[А-ЯЁ][а-яё\-]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё\-]+)"
    r"|(?i:\b(?:пациентк?\w*|меня зовут|больн\w+|зовут|её|ее|его|доктор\w*|врач\w*|гинеколог\w*|господин\w*|госпож\w*|г-жа|г-н))\s+(?P<told>[А-ЯЁ][а-яё]{2,}(?:\s+[А-ЯЁ][а-яё]{2,}){0,2})"
)
_EN_NAMES = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam)\.?\s+(?P<titled>(?:[A-Z]\.\s?){0,2}[A-Z][\w'’\-]+(?:\s+(?:[A-Z]\.\s?)?[A-Z][\w'’\-]+){0,2}|[A-Z]\b)"
    r"|(?:\b(?:[Mm]y name is|[Nn]ame is|[Nn]amed|[Cc]alled|[Pp]atient|I am|I'm|[Nn]ame:)|(?<=my )(?:mother|father|wife|husband|son|daughter|patient))\s*,?\s*"
    r"(?P<told>[A-Z][a-zà-ÿ'’\-]+(?:\s+[A-Z][\w'’\-]+){0,2})"
)
_PATIENT = re.compile(
    r"(?i)患者|病人|患儿|住院|пациент|больн(?:ая|ой)|диагноз у|patient|her chart|his chart|was diagnosed|clinic yesterday"
)
_NOT_A_NAME = re.compile(
    r"(?i)^(?:not|the|a|an|in|is|are|was|has|had|have|may|can|who|with|care|safety|education|rights|information|здравствуйте|врач|доктор|"
    r"при|если|как|после|для|это|the patient|advocate|voices|portal|zero|one)\b"
)


def names(text: Text) -> Iterator[Item]:
    pattern_sets = {Language.ZH: (_ZH_TITLE, _ZH_TOLD), Language.RU: (_RU_NAMES,), Language.EN: (_EN_NAMES,)}
    for pattern in pattern_sets[text.language]:
        for match in pattern.finditer(text.raw):
            group = match.lastgroup or "name"
            start, end = match.span(group)
            if end > start and not _NOT_A_NAME.match(match.group(group)):
                yield Item("name", start, end, level_of_name(text.raw, start, end), 1)


def level_of_name(raw: str, start: int, end: int) -> Level | None:
    """A patient's name blocks (the rule's own level); a name without a patient beside it is only told."""
    left = max(raw.rfind(mark, max(0, start - 60), start) for mark in "。！？\n!?") + 1 or max(0, start - 60)
    return None if _PATIENT.search(raw, max(left, start - 60), min(len(raw), end + 25)) else Level.NOTE

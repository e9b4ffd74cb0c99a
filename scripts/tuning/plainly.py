"""The same question in nearly the same words: “can I” for “may I”, “before he is one” for “before the age of one”.

A reader that learned many near misses in nearly the same words takes every small change for another question; these
teach it which changes are none.
"""

import re

# what stands for what, in either direction; each is tried in turn
_SWAPS = {
    "en": (
        (r"\bcan i\b", "may i"),
        (r"\bcan i\b", "is it ok to"),
        (r"\bis it safe\b", "is it all right"),
        (r"\bdo i need to\b", "do i have to"),
        (r"\bshould i\b", "ought i to"),
        (r"\bbefore\b", "prior to"),
        (r"\bless than\b", "under"),
        (r"\bmore than\b", "over"),
        (r"\bhow long\b", "for how long"),
        (r"\bmy baby\b", "the baby"),
        (r"\bmy (\d+) year old\b", r"my \1-year-old"),
        (r"\bfor (\d+) days\b", r"\1 days long"),
        (r"\bwhat do i do\b", "what should i do"),
        (r"\bnormal\b", "ok"),
    ),
    "zh": (
        ("能不能", "可不可以"),
        ("(?<![可不])能(?!不)", "可以"),
        ("(?<!不)可以", "能"),
        ("需要", "要"),
        ("(?<![需不])要(?!不)", "需要"),
        ("(?<=\\d[岁月周天])以?前", "之前"),
        ("之前", "前"),
        ("怎么办", "该怎么办"),
        ("正常吗", "算正常吗"),
        ("低于|少于|小于", "不到"),
        ("高于|大于", "超过"),
        ("会不会", "是不是会"),
        ("吗$", "么"),
        ("(?<=[㐀-鿿])(多|少|高|低)怎么", r"偏\1怎么"),
        ("多久", "多长时间"),
        ("宝宝", "孩子"),
    ),
    "ru": (
        (r"\bможно ли\b", "разрешается ли"),
        (r"\bможно ли\b", "можно"),
        (r"\bнужно ли\b", "надо ли"),
        (r"\bнадо ли\b", "нужно ли"),
        (r"\bчто делать\b", "как быть"),
        (r"\bопасно ли\b", "опасно"),
        (r"\bменьше\b", "менее"),
        (r"\bбольше\b", "более"),
        (r"\bсколько дней\b", "сколько суток"),
        (r"\bперед\b", "до того, как"),
        (r"\bребенка\b", "малыша"),
        (r"\bребенку\b", "малышу"),
        (r"\bнорма\?", "это норма?"),
        (r"\bпри беременности\b", "беременной"),
    ),
}
_FIRST = {
    "en": ("hi, ", "please tell me, ", "doctor, "),
    "zh": ("请问", "医生，", "您好，"),
    "ru": ("подскажите, ", "доктор, ", "здравствуйте! "),
}


def again(question: str, language: str, number: int) -> str | None:
    """The question with up to two such changes, which ones by its number; None where none fits."""
    swaps = _SWAPS[language]
    found, changed = question, 0
    for place in range(len(swaps)):
        source, into = swaps[(place + number) % len(swaps)]
        one = re.sub(source, into, found, count=1, flags=re.IGNORECASE)
        if one != found:
            found, changed = one, changed + 1
        if changed == 2:
            break
    if not changed:
        return None
    return _FIRST[language][number % 3] + found if number % 4 == 0 else found

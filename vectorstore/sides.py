"""On which side of a moment or a level a question stands, and which part each thing it names plays.

“Before the operation” and “after the operation” have every word of content in common, and so have “allergic to one,
may I take the other” and its reverse. Small words tell them apart, which the words of content leave out.
"""

import functools
import re

from vectorstore.lexicon import Pattern, lexicon
from vectorstore.reading import Reading

Named = tuple[int, int, str]
_WHO = {
    "mother": r"\bmother|\bmum\b|\bmom\b|\bмам|\bмат(?:ь|ери)|\bжен[аыеу]\b|妈妈|母亲|孕妇|妻子",
    "child": r"\bbab(?:y|ies)|\bchild|\bfetus|\bfoetus|\bnewborn|\bребен|\bребён|\bмалыш|\bплод|宝宝|孩子|胎儿|婴儿",
    "father": r"\bfather|\bhusband|\bpartner|\bdad\b|\bотц|\bотец|\bпап[аыеу]\b|\bмуж|爸爸|父亲|丈夫|老公",
}
_STATES = {
    "positive": r"positive|\brh ?\+|положит|阳性|rh ?阳",
    "negative": r"negative|\brh ?[-−–](?!\w)|отрицат|阴性|rh ?阴",
}
_PART = re.compile(r"[,;，；。.、]|\band\b|\bwhile\b|\bbut\b|\bи\b|\bа\b|\bно\b|而|但|(?<=[阴阳]性)(?=\w)")
# tablets somebody says she took: whatever is asked next, the answer is for that many
_TAKEN = re.compile(
    r"\b(?:took|taken|swallowed|ate|had|gave \w+(?: \w+)?)\s+(?:\w+\s+){0,2}?(\d+(?:\.\d+)?)\s*"
    r"(?:x\s*)?(?:of\s+)?(?:\w+\s+)?(?:tablets?|pills?|capsules?)\b"
    r"|\b(?:выпи(?:л|в)\w*|приня(?:л|в)\w*|съе(?:л|в)\w*|проглоти(?:л|в)\w*|дал[аи]?)\s+(?:\w+\s+){0,2}?"
    r"(\d+(?:\.\d+)?)\s*(?:таблет|капсул|пилюл|штук)"
    r"|(?:吃|服用?|喝|吞|用|误食)[了过下]+\s*(\d+(?:\.\d+)?)\s*[片粒颗丸]"
)


def opposed(first: Reading, second: Reading) -> str:
    """Where two questions of a language stand on opposite sides, in the words of each; empty where they do not."""
    for one, other in lexicon(first.language).sides:
        ours, theirs = _side(first, one, other), _side(second, one, other)
        if ours and theirs and ours[0] != theirs[0]:
            return f"{ours[1]} / {theirs[1]}"
    return ""


def _side(reading: Reading, one: Pattern, other: Pattern) -> tuple[int, str] | None:
    """Which side a text names, and by which word; None when it names neither or both."""
    here, there = one.search(reading.text), other.search(reading.text)
    if bool(here) == bool(there):
        return None
    return (1, here.group().strip()) if here else (-1, there.group().strip() if there else "")


def exchanged(first: Reading, second: Reading) -> str:
    """The part that one medicine plays in one question and another in the other: allergic to this, to that."""
    ours, theirs = parts(first), parts(second)
    for name in ours:
        one, other = ours[name], theirs.get(name, frozenset())
        if one and other and not one & other:
            return f"{', '.join(sorted(one))} / {', '.join(sorted(other))}"
    return ""


def parts(reading: Reading) -> dict[str, frozenset[str]]:
    """Who or what holds each part: what somebody is allergic to, changes from, changes to; which person is positive."""
    named, found = _named(reading), dict[str, set[str]]()
    for role, sources in lexicon(reading.language).roles.items():
        for start, end, name in named:
            if any(_plays(source, reading.text, start, end) for source in sources):
                found.setdefault(role, set()).add(name)
    for part in _PART.split(reading.text):
        people = [who for who, source in _WHO.items() if re.search(source, part)]
        states = [state for state, source in _STATES.items() if re.search(source, part)]
        if len(people) == len(states) == 1:
            found.setdefault(people[0], set()).add(states[0])
    return {name: frozenset(held) for name, held in found.items()}


def _named(reading: Reading) -> list[Named]:
    lex, found = lexicon(reading.language), list[Named]()
    for name, pattern in lex.entities.items():
        found += [(*match.span(), name) for match in pattern.finditer(reading.text) if match.group()]
    taken = [(start, end) for start, end, _ in found]
    for match in lex.entity_endings.finditer(reading.text):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            found.append((*match.span(), match.group()[-4:]))
    return found


def _plays(source: str, text: str, start: int, end: int) -> bool:
    """Whether the name at a place stands where the source has its `@`; an ending after the stem belongs to it."""
    if text[end - 1 : end].isascii() or "а" <= text[end - 1] <= "я":
        while end < len(text) and text[end].isalpha() and not "㐀" <= text[end] <= "鿿":
            end += 1
    return any(match.start("at") == start for match in _placed(source).finditer(f"{text[:start]}\0{text[end:]}"))


@functools.cache
def _placed(source: str) -> Pattern:
    spaced = "" if re.search("[㐀-鿿]", source) else r"(?<!\w)"
    return re.compile(spaced + f"(?:{source})".replace("@", "(?P<at>\0)"))


def tablets(reading: Reading) -> frozenset[str]:
    """How many tablets somebody says were taken, in digits."""
    return frozenset(next(one for one in match.groups() if one) for match in _TAKEN.finditer(reading.text))

"""Plain sentences that once were held back, and questions that only look as if they told of their writer."""

import pytest

from publisher.domain.checking import CheckContext, EntryKind, Verdict
from publisher.policy.gate import Gate
from publisher.policy.reading import Reading
from publisher.policy.text import Text, language_of

PLAIN = (
    "На реакции организма влияют возраст и сопутствующие болезни.",
    "Коррекция дозы, фракция крови и экстракция зуба — разные вещи.",
    "Партнёрские роды возможны, если позволяют условия роддома.",
    "Хорошие анализы не доказывают, что всё хорошо.",
    "激素在急性期好用，但要由医生决定。",
    "产后出现吓人的想法很常见，请告诉医生。",
    "某些病人无症状，其诊断是根据偶尔发现的细菌尿而获得。",
    "Your spinal cord carries messages between the brain and the body.",
    "You cannot live without a liver.",
)
GENERAL = (
    "三个月宝宝发烧38℃怎么办？",
    "孩子几岁打HPV疫苗？",
    "Что делать, если у ребёнка температура 38?",
    "Зачем нужно УЗИ на 20 неделе?",
    "How do I measure my blood pressure?",
    "Is it safe to fly at 30 weeks?",
)
PERSONAL = (
    "喉咙痛流黄鼻涕，吃什么药好？",
    "尿频尿痛两天，25岁。",
    "У моего сына три дня температура 39, чем сбить?",
    "Болит горло, что делать?",
    "My baby is 3 weeks old and has a fever, what do I do?",
    "Burning urine for two days, age 25.",
)


@pytest.mark.parametrize("sentence", PLAIN)
def test_plain_education_passes_as_a_post_and_as_an_answer(gate: Gate, sentence: str) -> None:
    for kind in EntryKind:
        report = gate.check(sentence, CheckContext(kind=kind))
        assert report.verdict not in (Verdict.BLOCK, Verdict.REVIEW), report.findings


@pytest.mark.parametrize(("questions", "personal"), [(GENERAL, False), (PERSONAL, True)])
def test_a_question_is_personal_when_it_tells_of_its_writer(
    gate: Gate, questions: tuple[str, ...], *, personal: bool
) -> None:
    for question in questions:
        language = language_of(question)
        context = CheckContext(language=language, question=question)
        assert Reading(Text("", language), context, gate.cues).personal_question is personal, question

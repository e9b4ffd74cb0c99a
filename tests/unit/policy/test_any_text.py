"""No text crashes a check or moves an offset."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.domain.checking import CheckContext, EntryKind, Flag
from publisher.domain.places import Jurisdiction, Language
from publisher.policy.gate import Gate

SEEDS = [
    "Take amoxicillin 500 mg three times a day.",
    "你先吃阿莫西林，每次0.5克，一天三次。",
    "У вас цистит, начните принимать фосфомицин 3 г.",
    "加薇信 abc12345，保证根治",
    "+7 916 123-45-67 ёЁ",
    "患者王某，住院号：2023004567",
    "İSTANBUL ŉ ß ﬁ",
    "Ⅳ ８００ mg",
]
STRANGE = [
    "\ud800",
    "\udfff",
    "\u202e",
    "\u2066",
    "\u200d",
    "\u200b",
    "\ufeff",
    "\x00",
    "\u0301",
    "👨‍👩‍👧",
    "\u2028",
    "\r",
    "ﷺ",
]
PIECES = st.one_of(st.sampled_from(SEEDS), st.sampled_from(STRANGE), st.text(st.characters(), max_size=20))
TEXTS = st.lists(PIECES, max_size=12).map("".join)
CONTEXTS = st.builds(
    CheckContext,
    language=st.one_of(st.none(), st.sampled_from(Language)),
    jurisdictions=st.lists(st.sampled_from(Jurisdiction), max_size=7).map(tuple),
    kind=st.sampled_from(EntryKind),
    channel=st.sampled_from([None, "instagram", "site"]),
    question=st.one_of(st.none(), PIECES),
    title=st.one_of(st.none(), PIECES),
    flags=st.frozensets(st.sampled_from(Flag), max_size=4),
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, context=CONTEXTS)
def test_offsets_are_those_of_the_text_as_given(gate: Gate, text: str, context: CheckContext) -> None:
    for finding in gate.check(text, context).findings:
        if finding.end > finding.start:
            assert 0 <= finding.start < finding.end <= len(text)
            assert text[finding.start : finding.end] == finding.text
        else:
            assert (finding.start, finding.end) == (0, 0)


def test_an_invisible_joiner_hides_nothing_and_shifts_nothing(gate: Gate) -> None:
    text = "Rest. Take amoxi\u200bcillin 500\u200d mg three times a day."
    report = gate.check(text, CheckContext(language=Language.EN))
    finding = next(finding for finding in report.findings if finding.rule == "INT-REL-01")
    assert text[finding.start : finding.end] == "Take amoxi\u200bcillin 500\u200d mg three times a day."


def test_a_line_of_a_megabyte_is_read_to_its_end(gate: Gate) -> None:
    for language, filler, last in (
        (Language.EN, "water ", "Take amoxicillin 500 mg three times a day."),
        (Language.ZH, "水", "。你先吃阿莫西林，每次0.5克，一天三次。"),
    ):
        text = filler * (900_000 // len(filler.encode())) + last
        report = gate.check(text, CheckContext(language=language))
        assert report.verdict in ("block", "review")

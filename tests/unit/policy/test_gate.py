"""What the gate says about a text in its context: verdicts, order, disclaimers, local numbers."""

from publisher.domain.checking import CheckContext, EntryKind, Flag, Level, Verdict
from publisher.domain.places import Jurisdiction, Language
from publisher.policy.gate import Gate

ZH, RU, EN = Language.ZH, Language.RU, Language.EN


def context(
    language: Language, *flags: Flag, jurisdictions: tuple[Jurisdiction, ...] = (), **more: object
) -> CheckContext:
    return CheckContext(language=language, jurisdictions=jurisdictions, flags=frozenset(flags), **more)  # type: ignore[arg-type]


def test_plain_education_passes_with_the_educational_disclaimer_in_its_language(gate: Gate) -> None:
    for language, text in (
        (ZH, "高血压常常没有症状，成年人每年至少量一次血压。"),
        (RU, "Повышенное давление часто не даёт симптомов, измеряйте его раз в год."),
        (EN, "High blood pressure often has no symptoms; adults measure it once a year."),
    ):
        report = gate.check(text, context(language))
        assert report.verdict is Verdict.PASS, report.findings
        assert f"DL-EDU-{language}" in [disclaimer.id for disclaimer in report.disclaimers]


def test_an_order_to_a_reader_is_blocked_and_marked_where_it_stands(gate: Gate) -> None:
    text = "Rest helps. Take amoxicillin 500 mg three times a day for a week. Drink water."
    report = gate.check(text, context(EN))
    finding = next(finding for finding in report.findings if finding.rule == "INT-REL-01")
    assert finding.level is Level.BLOCK
    assert text[finding.start : finding.end] == finding.text == "Take amoxicillin 500 mg three times a day for a week."


def test_the_same_words_weigh_more_in_a_reply_to_a_person(gate: Gate) -> None:
    text = "Antibiotics help here."
    assert gate.check(text, context(EN)).verdict is Verdict.PASS
    assert (
        gate.check(text, context(EN, Flag.IS_REPLY, Flag.ASKER_GAVE_CASE)).verdict is Verdict.BLOCK
        or gate.check(text, context(EN, Flag.IS_REPLY, Flag.ASKER_GAVE_CASE)).verdict is Verdict.REVIEW
    )


def test_a_disclaimer_never_unlocks_a_block(gate: Gate) -> None:
    text = "Take amoxicillin 500 mg three times a day. Educational information only. Not medical advice."
    assert gate.check(text, context(EN)).verdict is Verdict.BLOCK


def test_emergency_numbers_are_those_of_the_pack(gate: Gate) -> None:
    text = "Chest pain with sweating can be a heart attack; call for help at once."
    texts = [item.text for item in gate.check(text, context(EN, jurisdictions=(Jurisdiction.UK,))).disclaimers]
    assert "In an emergency call 999." in texts
    zh = [item.text for item in gate.check("胸痛伴出汗请立即拨打120。", context(ZH)).disclaimers]
    assert "紧急情况请立即拨打120。" in zh


def test_a_plain_educational_post_in_russia_never_carries_an_advertising_warning(gate: Gate) -> None:
    plain = gate.check("Давление измеряют сидя, после пяти минут покоя.", context(RU))
    assert not [item for item in plain.disclaimers if "ПРОТИВОПОКАЗАНИЯ" in item.text]
    paid = gate.check("Давление измеряют сидя, после пяти минут покоя.", context(RU, Flag.COMMERCIAL))
    assert [item for item in paid.disclaimers if "ПРОТИВОПОКАЗАНИЯ" in item.text]


def test_a_finding_in_the_title_has_no_place_in_the_text(gate: Gate) -> None:
    report = gate.check("Rest and water help.", context(EN, title="The secret cure doctors hide"))
    finding = next(finding for finding in report.findings if finding.rule == "INT-SCI-02")
    assert (finding.start, finding.end) == (0, 0)
    assert "secret cure" in finding.text


def test_an_answer_carries_the_head_that_says_it_is_general(gate: Gate) -> None:
    report = gate.check("Iron is read with the full picture.", context(EN, kind=EntryKind.ANSWER))
    assert report.disclaimers[0].id == "DL-REPLY-en"

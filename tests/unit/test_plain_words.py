"""What of a message is compared: no case, mark or space, but each sign that makes another dose or result of it."""

import pytest

from publisher.services.plain_words import plain

SAME = (
    ("Can people with gout eat fish?", "can people  with gout – eat fish"),
    ("high blood-pressure", "High blood pressure!"),
    ("Рыба: можно?", "рыба — можно"),
    ("痛风能吃鱼吗？", "痛风 能吃鱼吗"),
    ("- fish\n- meat", "fish, meat."),
    ("дать 1,5 мл", "дать 1.5 мл."),
    ("吃１．５毫升", "吃1.5毫升"),
    ("10 – 15 mg", "10-15 mg"),
    ("CRP <= 5", "CRP ≤5"),
    ("HBsAg（＋）", "HBsAg (+)"),
)
APART = (
    ("give 1.5 ml", "give 15 ml"),
    ("дать 1,5 мл", "дать 15 мл"),
    ("吃1.5毫升", "吃15毫升"),
    ("吃１．５毫升", "吃15毫升"),
    ("give .5 ml", "give 5 ml"),
    ("1/2 a tablet", "12 a tablet"),
    ("10-15 mg", "1015 mg"),
    ("1, 5 or 7", "15 or 7"),
    ("1,500 mg", "1.500 mg"),
    ("Rh+ and pregnant", "Rh- and pregnant"),
    ("резус-фактор: Rh−", "резус-фактор: Rh"),
    ("Rh(D)− now", "Rh(D)+ now"),
    ("乙肝表面抗原（＋）", "乙肝表面抗原（－）"),
    ("a test of (+)", "a test of (-)"),
    ("protein ++", "protein +++"),
    ("T-score -2.5", "T-score +2.5"),
    ("T-score -2.5", "T-score 2.5"),
    ("platelets < 50", "platelets > 50"),
    ("platelets ≤50", "platelets <50"),
    ("at 10:30", "at 1030"),
    ("cream of 1%", "cream of 1‰"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_marks_and_spaces_make_no_difference(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_sign_that_changes_what_is_said_is_kept(one: str, other: str) -> None:
    assert plain(one) != plain(other)

"""What people type at the desk: read in the language it is written in, refused in a sentence, and taken once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from publisher.domain.errors import Refusal
from publisher.domain.places import Jurisdiction, Language
from publisher.domain.triage import Route
from publisher.services import asking, communities, crisis, inbox, peers, reaching, referring, rerouting
from publisher.services.communities import Described
from publisher.services.desk import Actor
from publisher.storage import answers
from tests.integration.test_communities import moderator
from tests.support.clinic import Clinic
from tests.support.crises import on_duty

ASKED = "Why is iron measured in pregnancy?"
RUSSIAN = "Меня зовут Анна Петрова, сильное кровотечение, 12 недель, что делать?"
CHINESE = "我叫王小明，电话13812345678，怀孕期间为什么要查铁？"


@pytest.fixture
def mona(clinic: Clinic) -> Actor:
    found = moderator(clinic)
    for name, language in (("One", Language.EN), ("Two", Language.ZH)):
        group = communities.add(clinic.desk, clinic.administrator, Described(name, language))
        communities.set_moderators(clinic.desk, clinic.administrator, group.id, [found.id or ""])
    return found


def ask(clinic: Clinic, who: Actor, words: str, group: str = "One") -> str:
    return asking.ask(clinic.desk, who, words, communities.named(clinic.desk, who, group).id).id


def test_a_question_is_read_in_the_language_of_its_letters_whatever_the_group_speaks(
    clinic: Clinic, mona: Actor
) -> None:
    seen = inbox.question(clinic.desk, clinic.doctor, ask(clinic, mona, RUSSIAN))
    assert (seen.language, seen.route) == (Language.RU, Route.URGENT)
    assert "Петрова" not in seen.text
    seen = inbox.question(clinic.desk, clinic.doctor, ask(clinic, mona, CHINESE))
    assert seen.language is Language.ZH
    assert "王小明" not in seen.text
    assert "13812345678" not in seen.text
    assert inbox.question(clinic.desk, clinic.doctor, ask(clinic, mona, "NIPT?", "Two")).language is Language.ZH


def test_a_colleagues_brief_and_a_description_are_masked_in_the_language_they_are_written_in(
    clinic: Clinic, mona: Actor
) -> None:
    question = ask(clinic, mona, ASKED)
    colleague = clinic.colleague.id or ""
    brief = "Её зовут Анна Петрова, она просит ответить."
    referral = referring.refer(clinic.desk, clinic.doctor, question, colleague, "obstetrics", brief, 3)
    referring.reply(clinic.desk, clinic.colleague, referral, "Её мать зовут Мария Иванова.")
    with clinic.desk.db.read() as tx:
        said = " ".join(row.text for row in answers.messages(tx, referral))
    assert "Петрова" not in said
    assert "Иванова" not in said
    rerouting.describe(clinic.desk, clinic.doctor, question, "на снимке подпись: меня зовут Анна Петрова")
    assert "Петрова" not in inbox.question(clinic.desk, clinic.doctor, question).text


def test_a_peers_note_is_masked_in_its_own_language_and_stands_under_the_chosen_one(
    clinic: Clinic, mona: Actor
) -> None:
    peers.keep(clinic.desk, mona, Language.EN, "Как я рожала", "Меня зовут Анна Петрова, всё прошло хорошо.")
    (note,) = peers.notes(clinic.desk, mona, [Language.EN]).items
    assert "Петрова" not in note.text
    assert "прошло хорошо" in note.text


@pytest.mark.parametrize("title", ["My story", "I want to kill myself"])
def test_a_cry_is_not_kept_as_a_peers_note_but_led_to_whoever_is_called(
    clinic: Clinic, mona: Actor, title: str
) -> None:
    text = "The weeks after birth were long." if title != "My story" else "I want to kill myself tonight."
    with pytest.raises(Refusal, match="“Danger”"):
        peers.keep(clinic.desk, mona, Language.EN, title, text)
    assert not peers.notes(clinic.desk, mona, [Language.EN]).items


def test_characters_that_are_no_text_are_refused_in_a_sentence_wherever_somebody_types(
    clinic: Clinic, mona: Actor
) -> None:
    question = ask(clinic, mona, ASKED)
    broken = "Why is\x00 iron measured?"
    for act in (
        lambda: ask(clinic, mona, broken),
        lambda: rerouting.ask(clinic.desk, mona, broken),
        lambda: rerouting.describe(clinic.desk, mona, question, broken),
        lambda: peers.keep(clinic.desk, mona, Language.EN, "Iron", broken),
        lambda: referring.refer(
            clinic.desk, clinic.doctor, question, clinic.colleague.id or "", "obstetrics", broken, 3
        ),
    ):
        with pytest.raises(Refusal, match="paste it again as plain text"):
            act()


def test_a_question_sent_twice_within_minutes_is_one_and_after_that_another(clinic: Clinic, mona: Actor) -> None:
    first = ask(clinic, mona, ASKED)
    clinic.clock.forward(minutes=2)
    assert ask(clinic, mona, f" {ASKED} ") == first
    assert ask(clinic, clinic.administrator, ASKED) != first
    (line,) = [one for one in inbox.groups(clinic.desk, mona, Route.DOCTOR).items if one.language is Language.EN]
    assert len(inbox.group(clinic.desk, mona, line.id).members) == 2
    clinic.clock.forward(minutes=30)
    assert ask(clinic, mona, ASKED) != first


def test_a_button_pressed_in_two_windows_at_once_asks_once(clinic: Clinic, mona: Actor) -> None:
    with ThreadPoolExecutor(4) as together:
        asked = list(together.map(lambda _window: ask(clinic, mona, ASKED), range(4)))
    assert len(set(asked)) == 1


def test_what_was_answered_meanwhile_and_a_cry_for_help_are_taken_every_time(clinic: Clinic, mona: Actor) -> None:
    first = ask(clinic, mona, ASKED)
    inbox.set_aside(clinic.desk, clinic.doctor, inbox.question(clinic.desk, clinic.doctor, first).group or "", "a test")
    assert ask(clinic, mona, ASKED) != first
    assert ask(clinic, mona, "I want to die tonight") != ask(clinic, mona, "I want to die tonight")
    assert len(crisis.cases(clinic.desk, clinic.administrator)) == 2


def test_whoever_asks_is_told_who_takes_it_and_of_an_emergency_where_care_is(clinic: Clinic, mona: Actor) -> None:
    group = communities.named(clinic.desk, mona, "Two").id
    gentle = asking.ask(clinic.desk, mona, ASKED, group)
    assert (gentle.route, gentle.flags) == (Route.DOCTOR, ())
    urgent = asking.ask(clinic.desk, mona, RUSSIAN, group)
    assert (urgent.route, urgent.language, urgent.jurisdiction) == (Route.URGENT, Language.RU, Jurisdiction.CN)
    assert urgent.flags
    assert asking.ask(clinic.desk, mona, RUSSIAN, group) == urgent
    rerouting.reroute(clinic.desk, clinic.doctor, urgent.id, Route.DOCTOR)
    assert asking.ask(clinic.desk, mona, RUSSIAN, group).route is Route.DOCTOR
    assert asking.ask(clinic.desk, mona, "I want to die tonight", group).route is Route.CRISIS


def test_whoever_is_on_duty_finds_the_person_here_who_brought_a_cry_for_help(clinic: Clinic, mona: Actor) -> None:
    ann = on_duty(clinic, "ann", 1)
    cry = "I want to die tonight"
    ask(clinic, mona, cry)
    rerouting.ask(clinic.desk, mona, f"{cry}, I mean it", community="One")
    crisis.report_danger(clinic.desk, mona, f"{cry}, they say", community="One")
    cases = crisis.cases(clinic.desk, ann)
    assert len(cases) == 3, "two people in danger of whom one person tells are never one case"
    for one in cases:
        found = crisis.open_origin(clinic.desk, ann, one.messages[0].id, "to reach her")
        assert found == {"sent by": "Mona Moderator <mod@example.org>", "group": "One"}


def test_whoever_is_on_duty_finds_the_person_here_who_brought_an_urgent_question(clinic: Clinic, mona: Actor) -> None:
    ann = on_duty(clinic, "ann", 1)
    for own in (ask(clinic, mona, RUSSIAN), rerouting.ask(clinic.desk, mona, RUSSIAN)):
        found = reaching.open_origin(clinic.desk, ann, own, "to send an ambulance")
        assert found["sent by"] == "Mona Moderator <mod@example.org>"

"""Who gets in, how, and what a stranger sees: one-time links, invitations, passwords, ended sessions, foreign pages."""

from contextlib import closing
from email.message import Message
from http.client import HTTPConnection
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page, expect

from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.services import identity, people
from publisher.services.desk import SHELL, Desk
from tests.support.house import DOCTORS, ELEANOR, House, idle, key, press

PASSWORD = "a long enough password"


def test_a_stranger_sees_the_sign_in_page_and_comes_back_to_where_she_wanted(
    browser: Browser, clinic_house: House
) -> None:
    page = browser.new_page()
    page.goto(f"{clinic_house.address}/library?language=zh")
    assert "/auth/sign-in" in page.url
    _open_account(page, clinic_house, "editor@example.org")
    page.context.clear_cookies()
    page.goto(f"{clinic_house.address}/library?kind=post")
    page.get_by_label("E-mail address").fill("editor@example.org")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("E-mail address or password is wrong.")
    page.get_by_label("E-mail address").fill("editor@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    idle(page)
    assert "/library?kind=post" in page.url
    page.context.close()


def _open_account(page: Page, house: House, email: str) -> None:
    def invite(desk: Desk) -> str:
        return identity.invite(desk, SHELL, email, "Edda Editor", [Role.EDITOR])

    page.goto(f"{house.address}/auth/invitation?token={house.ask(invite)}")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Open the account").click()
    idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today", timeout=30_000)


def test_a_web_socket_is_opened_for_our_own_pages_alone(clinic_house: House) -> None:
    own = clinic_house.address.removeprefix("http://")
    assert handshake(own, own, f"http://{own}") == 101
    assert handshake(own, own, None) == 101
    for host, origin in (
        ("rebound.example", "http://rebound.example"),  # a name that was led to this machine
        (own, "http://elsewhere.example"),
        (own, "http://127.0.0.1:1"),  # another program's page on this machine
        (own, "null"),
    ):
        assert handshake(own, host, origin) == 403, (host, origin)


def handshake(address: str, host: str, origin: str | None) -> int:
    """The answer to a browser that would open the workspace's web socket."""
    asking = HTTPConnection(address, timeout=30)
    asking.putrequest("GET", "/_stcore/stream", skip_host=True)
    upgrade = {"Host": host, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    sent = upgrade | {"Sec-WebSocket-Key": "c29tZXRoaW5nIHJhbmRvbQ==", **({"Origin": origin} if origin else {})}
    for name, value in sent.items():
        asking.putheader(name, value)
    asking.endheaders()
    with closing(asking):
        return asking.getresponse().status


def test_a_one_time_link_opens_once(browser: Browser, clinic_house: House) -> None:
    link = clinic_house.link(ELEANOR)
    first, second = browser.new_page(), browser.new_page()
    first.goto(link)
    idle(first)
    second.goto(link)
    expect(second.get_by_role("alert")).to_contain_text("used already")
    first.context.close()
    second.context.close()


def test_signing_out_ends_the_session_on_the_server(browser: Browser, clinic_house: House) -> None:
    page = clinic_house.visit(browser, ELEANOR)
    cookie = next(one for one in page.context.cookies() if one["name"] == "publisher_session")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{clinic_house.address}/today")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.context.close()


def test_an_ended_session_ends_an_open_page_at_its_next_step(browser: Browser, clinic_house: House) -> None:
    page = clinic_house.visit(browser, ELEANOR)

    def end(desk: Desk) -> int:
        return identity.end_sessions_of(desk, SHELL, people.person_by_email(desk, ELEANOR).id)

    clinic_house.ask(end)
    page.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible(timeout=30_000)
    page.context.close()


def test_an_administrator_invites_from_the_people_page(browser: Browser, clinic_house: House) -> None:
    page = clinic_house.visit(browser, ELEANOR)
    clinic_house.go(page, "people")
    key(page, "invite").locator("summary").click()
    page.get_by_label("E-mail address").fill("new.doctor@example.org")
    page.get_by_label("Name").fill("Nora New")
    press(page, "do-invite")
    link = page.locator("pre")
    expect(link).to_contain_text(f"{clinic_house.address}/auth/invitation?token=", timeout=30_000)
    page.context.close()


def _answer(request: Request | str) -> tuple[int, str, Message]:
    try:
        with urlopen(request) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except HTTPError as error:
        return error.code, error.read().decode(), error.headers


def test_a_page_of_another_site_can_post_nothing(clinic_house: House) -> None:
    for path in ("login", "logout", "invitation"):
        address = f"{clinic_house.address}/auth/{path}"
        request = Request(address, data=b"token=x&password=y", headers={"Origin": "https://evil.example"})
        status, text, _headers = _answer(request)
        assert status == 403
        assert "did not come from our own page" in text


def test_drafts_are_refused_without_a_session_and_a_token(clinic_house: House) -> None:
    request = Request(f"{clinic_house.address}/api/drafts/whatever", data=b"{}", method="PUT")
    assert _answer(request)[0] == 401


def test_every_answer_carries_the_security_headers_and_unknown_hosts_get_no_page(clinic_house: House) -> None:
    status, _text, headers = _answer(f"{clinic_house.address}/auth/sign-in")
    assert status == 200
    assert "script-src 'self' blob: 'sha256-" in headers["Content-Security-Policy"]
    assert "'unsafe-eval'" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    request = Request(f"{clinic_house.address}/auth/sign-in", headers={"Host": "evil.example"})
    assert _answer(request)[0] == 400


def test_an_address_that_leads_nowhere_says_so_in_her_language(browser: Browser, clinic_house: House) -> None:
    page = clinic_house.visit(browser, DOCTORS["ru"], "ru")
    for path, title in (("no-such-page", "Такой страницы нет"), ("<b>x", "Такой страницы нет")):
        page.goto(f"{clinic_house.address}/{path}")
        idle(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_test_id("stMain").get_by_role("link", name="Сегодня").click()
    idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Сегодня")
    page.context.close()


def test_a_page_of_another_role_says_whose_it_is(browser: Browser, clinic_house: House) -> None:
    def join(desk: Desk) -> object:
        return people.add_person(
            desk, SHELL, Person("", "newcomer@example.org", "新人", frozenset({Role.MODERATOR}), (Language.ZH,))
        )

    clinic_house.ask(join)
    page = clinic_house.visit(browser, "newcomer@example.org", "zh")
    page.goto(f"{clinic_house.address}/sign")
    idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("此页面属于其他角色")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.context.close()

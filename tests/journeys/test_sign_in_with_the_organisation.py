"""Signing in with an identity provider: a real code flow against a provider on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, expect

from publisher.domain.people import Person, Role
from publisher.services import people
from publisher.services.desk import SHELL, Desk
from tests.support.house import House, idle

MEMBER, STRANGER = "doctor@clinic.example", "stranger@clinic.example"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    known = [
        User(sub="member", claims={"email": MEMBER, "email_verified": True}),
        User(sub="stranger", claims={"email": STRANGER, "email_verified": True}),
        User(sub="impostor", claims={"email": MEMBER}),
        User(sub="refuted", claims={"email": MEMBER, "email_verified": False}),
    ]
    with run_server_in_thread(user_claims=known) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def organisation(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    secret: Path = tmp_path_factory.mktemp("secret") / "client"
    secret.write_text("a secret of this test")
    settings = {
        "PUBLISHER_OIDC_ISSUER": provider,
        "PUBLISHER_OIDC_CLIENT_ID": "workspace",
        "PUBLISHER_OIDC_CLIENT_SECRET_FILE": str(secret),
    }
    house = House(tmp_path_factory.mktemp("organisation"), more=settings)
    with house.stack:
        house.make()
        house.ask(_add_member)
        house.start("workspace")
        yield house


def _add_member(desk: Desk) -> None:
    people.add_person(desk, SHELL, Person("", MEMBER, "Dr Member", frozenset({Role.DOCTOR})))


def test_a_member_comes_in_and_a_stranger_is_told_why_not(browser: Browser, organisation: House) -> None:
    page = browser.new_page()
    page.goto(f"{organisation.address}/library")
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_role("button", name="stranger").click()
    expect(page.get_by_role("alert")).to_contain_text(f"{STRANGER} is not a member here")
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_role("button", name="member").click()
    idle(page)
    expect(page.get_by_text("Dr Member", exact=True)).to_be_visible(timeout=30_000)
    page.context.close()


@pytest.mark.parametrize("subject", ["impostor", "refuted"])
def test_an_address_that_the_provider_has_not_checked_opens_nobodys_account(
    browser: Browser, organisation: House, subject: str
) -> None:
    page = browser.new_page()
    page.goto(f"{organisation.address}/library")
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.get_by_role("button", name=subject).click()
    expect(page.get_by_role("alert")).to_contain_text("gives no checked e-mail address")
    assert "publisher_session" not in {cookie["name"] for cookie in page.context.cookies()}
    page.context.close()


def test_an_answer_that_nobody_asked_for_opens_nothing(browser: Browser, organisation: House) -> None:
    page = browser.new_page()
    page.goto(f"{organisation.address}/auth/oidc/callback?code=x&state=y")
    expect(page.get_by_role("alert")).to_contain_text("did not vouch for you")
    assert "publisher_session" not in {cookie["name"] for cookie in page.context.cookies()}
    page.context.close()

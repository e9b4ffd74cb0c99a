"""Who is at the desk: one-time links, invitations, passwords, OIDC, and sessions on the server that can be ended."""

import functools
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from publisher.domain.addresses import email_address
from publisher.domain.errors import NotAllowed, Refusal
from publisher.domain.ids import new_id
from publisher.domain.people import Person, Role
from publisher.domain.places import Language
from publisher.domain.sentences import say
from publisher.services import guessing
from publisher.services.desk import Actor, Desk, require_administration
from publisher.storage import Transaction, events, people

ONE_TIME_MINUTES = 15
INVITATION_DAYS = 7
SHORTEST_PASSWORD = 10
_hasher = PasswordHasher()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(desk: Desk, person: Person) -> str:
    """A link for the owner of this machine, good once and for a quarter of an hour."""
    token = secrets.token_urlsafe(32)
    now = desk.clock()
    with desk.db.write() as tx:
        people.add_link(tx, _hash(token), "one_time", person.id, now + timedelta(minutes=ONE_TIME_MINUTES))
        events.append(tx, f"person:{person.id}", "link_opened", "shell", now)
    return token


def redeem_link(desk: Desk, token: str) -> str:
    """Turn a one-time link into a session; a Refusal when it was used or is too old."""
    now = desk.clock()
    with desk.db.write() as tx:
        person = people.use_link(tx, _hash(token), "one_time", now)
        if person is None:
            raise Refusal(say("This link was used already or is too old. Run the command again for a new one."))
        return _start_session(desk, tx, person, "link", now)


def _start_session(desk: Desk, tx: Transaction, person: str, how: str, now: datetime) -> str:
    found = people.by_id(tx, person)
    if found is None or not found.active:
        raise NotAllowed(say("This account is closed; ask an administrator."))
    token = secrets.token_urlsafe(32)
    people.add_session(tx, _hash(token), person, how, now, now + timedelta(days=desk.settings.session_days))
    events.append(tx, f"person:{person}", "signed_in", f"session:{found.email}", now, how=how)
    return token


def actor_of_session(desk: Desk, token: str | None) -> Actor | None:
    """The person behind a session cookie, or None when it is unknown, ended, too old, or the account is closed."""
    if not token:
        return None
    with desk.db.read() as tx:
        row = people.session(tx, _hash(token))
        if row is None or row.ended_at is not None or row.expires_at <= desk.clock():
            return None
        person = people.by_id(tx, row.person)
    return Actor(person, "session") if person and person.active else None


def end_session(desk: Desk, token: str) -> None:
    with desk.db.write() as tx:
        people.end_sessions(tx, desk.clock(), token_hash=_hash(token))


def end_sessions_of(desk: Desk, actor: Actor, person_id: str) -> int:
    """Sign a person out everywhere: oneself, or anybody as an administrator. Returns how many sessions ended."""
    if actor.id != person_id:
        require_administration(actor)
    now = desk.clock()
    with desk.db.write() as tx:
        ended = people.end_sessions(tx, now, person=person_id)
        events.append(tx, f"person:{person_id}", "sessions_ended", actor.name, now, count=ended)
    return ended


def invite(
    desk: Desk,
    actor: Actor,
    email: str,
    name: str,
    roles: Iterable[Role],
    languages: Iterable[Language] = (),
    zone: str = "UTC",
) -> str:
    """Add a person (or open her account again) and return the token of the link that lets her set a password.

    Links that were made for her before open nothing any more.
    """
    require_administration(actor)
    address = email_address(email)
    token, now = secrets.token_urlsafe(32), desk.clock()
    with desk.db.write() as tx:
        person = people.by_email(tx, address)
        if person is None:
            person = Person(new_id(), address, name.strip() or address, frozenset(roles), tuple(languages), (), zone)
            people.add(tx, person, now)
        else:
            people.change(tx, replace(person, active=True))
        people.end_links(tx, now, person.id)  # the newest invitation is the only one that opens the account
        people.add_link(tx, _hash(token), "invitation", person.id, now + timedelta(days=INVITATION_DAYS))
        events.append(tx, f"person:{person.id}", "invited", actor.name, now, roles=sorted(person.roles))
    return token


def accept_invitation(desk: Desk, token: str, password: str) -> str:
    """Set the password and sign in. The link works once."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(say("Choose a password of at least {count} characters.", count=SHORTEST_PASSWORD))
    hashed, now = _hasher.hash(password), desk.clock()
    with desk.db.write() as tx:
        person_id = people.use_link(tx, _hash(token), "invitation", now)
        person = people.by_id(tx, person_id) if person_id else None
        if person is None:
            raise Refusal(say("This invitation was used already or is too old. Ask an administrator for a new one."))
        people.set_credential(tx, person.id, "password", person.email, hashed)
        people.end_sessions(tx, now, person=person.id)  # whoever was let in by the old password is out
        people.end_links(tx, now, person.id)
        events.append(tx, f"person:{person.id}", "password_set", f"session:{person.email}", now)
        return _start_session(desk, tx, person.id, "password", now)


def sign_in(desk: Desk, email: str, password: str, sender: str) -> str:
    """A session for a right password. After five wrong ones from one sender (its network address) each try waits."""
    account, now = guessing.account_name(email), desk.clock()
    with desk.db.read() as tx:
        until = guessing.blocked_until(tx, account, sender)
        row = people.credential(tx, "password", account)
    if until is not None and until > now:
        minutes = int((until - now).total_seconds() // 60) + 1
        raise Refusal(say("Too many wrong passwords. Try again in {minutes} minutes.", minutes=minutes))
    # an unknown address costs the same time as a known one, the first time too
    nobody = _nobodys_hash()
    right = _verifies(row.hash if row else nobody, password) and row is not None
    with desk.db.write() as tx:
        if right:
            guessing.succeeded(tx, account, sender)
            return _start_session(desk, tx, row.person, "password", now)
        guessing.failed(tx, account, sender, now)
    raise Refusal(say("E-mail address or password is wrong."))


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def _verifies(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def sign_in_oidc(desk: Desk, issuer: str, subject: str, email: str | None) -> str:
    """A session for an identity that the provider vouched for; the person must have been added before.

    `email` is an address that the provider says it has checked, or None. It is asked for once: whoever could choose it
    freely would come in as anybody here. From then on the subject tells who it is.
    """
    key, now = f"{issuer}|{subject}", desk.clock()
    with desk.db.write() as tx:
        row = people.credential(tx, "oidc", key)
        if row is None and not email:
            raise NotAllowed(
                say("Your organisation's sign-in gives no checked e-mail address; ask your administrator.")
            )
        person = people.by_id(tx, row.person) if row else people.by_email(tx, email or "")
        if person is None:
            raise NotAllowed(
                say("{email} is not a member here; ask an administrator to add this address.", email=email or "")
            )
        if row is None:
            people.set_credential(tx, person.id, "oidc", key, None)
        return _start_session(desk, tx, person.id, "oidc", now)


def needs_sign_in_page(desk: Desk) -> bool:
    """Whether somebody has a password or an OIDC identity: from then on the one-time link is not the only way."""
    with desk.db.read() as tx:
        return people.people_with_credentials(tx) > 0 or bool(desk.settings.oidc_issuer)

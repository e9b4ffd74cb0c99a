"""Why a person cannot sign a text: her own reasons, the text's, the report's, and unresolved conflicts."""

from typing import Any

from publisher.domain.checking import EntryKind, Level
from publisher.domain.entries import Content
from publisher.domain.people import Person, Role
from publisher.domain.sentences import Sentence, say
from publisher.services import assistant_claims, resolving, translated
from publisher.services.desk import Actor, Desk, elsewhere
from publisher.storage import Transaction, entries


def reasons_against(desk: Desk, tx: Transaction, actor: Actor, row: Any) -> list[Sentence]:
    """Every reason at once; empty when she can sign."""
    person = actor.person
    if person is None or not person.active or not person.has(Role.DOCTOR):
        return [say("Only a doctor signs.")]
    reasons = _personal_reasons(desk, person, row)
    revision = entries.revision(tx, row.head_revision) if row.head_revision else None
    if revision is None:
        return [*reasons, say("Nothing is ready to be signed: there is no finished version yet.")]
    if row.edited:
        reasons.append(say("The text was edited since its last version; finish the version first."))
    reasons += unfit(revision.content, desk.today())
    if fallen := translated.against(tx, revision.content):
        reasons.append(say("Compare it with what holds now and say so first: {reason}", reason=fallen))
    found = entries.report(tx, revision.id)
    if found is None:
        return [*reasons, say("This version has not been checked yet.")]
    accepted = {item.rule for item in entries.acceptances(tx, revision.id)}
    for finding in found[0].findings:
        if finding.level is Level.BLOCK:
            reasons.append(say("{rule}: {message}", rule=finding.rule, message=finding.message_in(row.language)))
        elif finding.level is Level.REVIEW and finding.rule not in accepted:
            reasons.append(
                say(
                    "{rule} waits for a reviewer: {message}",
                    rule=finding.rule,
                    message=finding.message_in(row.language),
                )
            )
    reasons += assistant_claims.against_signing(tx, row.id, revision.content.body)
    return _once(reasons + resolving.against_signing(tx, row.id, person))


def _once(reasons: list[Sentence]) -> list[Sentence]:
    return list({str(reason): reason for reason in reasons}.values())


def _personal_reasons(desk: Desk, person: Person, row: Any) -> list[Sentence]:
    reasons = []
    if row.author not in (None, person.id):
        reasons.append(say("This text is another doctor's; only its author signs it."))
    elif row.author is None and (reason := elsewhere(person, row.unit)) is not None:
        reasons.append(reason)
    if row.withdrawn_at is not None:
        reasons.append(say("This entry was withdrawn."))
    if row.superseded_by is not None:
        reasons.append(say("A newer answer has taken the place of this one."))
    if row.returned_reason is not None:
        reasons.append(say("A reviewer returned it: {reason}", reason=row.returned_reason))
    if person.valid_licence(desk.today()) is None:
        reasons.append(no_licence(person))
    return reasons


def no_licence(person: Person) -> Sentence:
    """Why a person's licences do not allow signing or sending today."""
    if not person.licences:
        return say("{name} has no licence on record.", name=person.name)
    last = max(person.licences, key=lambda licence: licence.valid_until)
    return say(
        "The licence {number} of {name} ended on {date}.",
        number=last.number,
        name=person.name,
        date=last.valid_until.isoformat(),
    )


def unfit(content: Content, today: Any) -> list[Sentence]:
    """What is missing in a text before anybody could answer for it."""
    reasons = []
    if not content.title.strip():
        reasons.append(say("The title is missing."))
    if not content.body.strip():
        reasons.append(say("The text is empty."))
    if content.kind is EntryKind.ANSWER and not (content.question or "").strip():
        reasons.append(say("An answer needs its question."))
    if content.review_by is not None and content.review_by < today:
        reasons.append(say("Its review date, {date}, has passed.", date=content.review_by.isoformat()))
    return reasons

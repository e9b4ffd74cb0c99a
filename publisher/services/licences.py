"""What people are told of licences: an administrator, whose end soon; a doctor who signs, what hers does not cover.

Decides nothing: whether a licence lets somebody sign is in `services.signing_reasons`, which laws hold in
`services.checking`.
"""

from publisher.domain.entries import Content
from publisher.domain.people import Person, Role
from publisher.domain.places import HOME_JURISDICTION, Jurisdiction
from publisher.domain.sentences import Sentence, say
from publisher.services.desk import Actor, Desk, require
from publisher.services.signing_reasons import no_licence
from publisher.storage import people

SOON_DAYS = 30


def own_warning(desk: Desk, person: Person) -> Sentence | None:
    """What a doctor is told of her own: there is none, or it ends soon."""
    licence = person.valid_licence(desk.today())
    if licence is None:
        return no_licence(person)
    if (licence.valid_until - desk.today()).days > SOON_DAYS:
        return None
    return say(
        "Your licence {number} ends on {date}; without it nothing of yours leaves.",
        number=licence.number,
        date=licence.valid_until.isoformat(),
    )


def to_renew(desk: Desk, actor: Actor) -> list[Sentence]:
    """For an administrator, who alone records licences: every other doctor's that has ended or ends soon."""
    administrator = require(actor)
    if not administrator.has(Role.ADMINISTRATOR):
        return []
    with desk.db.read() as tx:
        doctors = [one for one in people.all_people(tx) if one.active and one.has(Role.DOCTOR)]
    told = []
    for doctor in doctors:
        licence = doctor.valid_licence(desk.today())
        if doctor.id == administrator.id:
            continue
        if licence is None:
            told.append(no_licence(doctor))
        elif (licence.valid_until - desk.today()).days <= SOON_DAYS:
            told.append(
                say(
                    "The licence {number} of {name} ends on {date}; without it nothing of hers leaves.",
                    number=licence.number,
                    name=doctor.name,
                    date=licence.valid_until.isoformat(),
                )
            )
    return told


def notes_at_signing(desk: Desk, person: Person, content: Content) -> list[Sentence]:
    """What a signer should know of her licence and this text. Nothing is held: both laws are checked anyway."""
    valid = [one for one in person.licences if one.valid_on(desk.today())]
    wanted = set(content.jurisdictions or (HOME_JURISDICTION[content.language],))
    told = []
    if valid and Jurisdiction.INT not in wanted and not wanted & {one.jurisdiction for one in valid}:
        told.append(
            say(
                "Your licence holds in {here}, this text is for {there}: it is checked by the rules of both.",
                here=", ".join(sorted({one.jurisdiction.value for one in valid})),
                there=", ".join(sorted(one.value for one in wanted)),
            )
        )
    if valid and not any(one.checked_on for one in valid):
        told.append(say("Nobody has noted in which register your licence was looked up, and when."))
    return told

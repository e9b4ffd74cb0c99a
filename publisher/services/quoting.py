"""Quoting what a doctor here signed: its words go into a draft as a quotation that says whose they are, and of when."""

from publisher.domain.entries import WorkingCopy
from publisher.domain.errors import NotFound, Refusal
from publisher.domain.people import Role
from publisher.domain.sentences import say
from publisher.services import drafting, retrieval
from publisher.services.desk import Actor, Desk, require


def quote(desk: Desk, actor: Actor, entry_id: str, answer_id: str) -> WorkingCopy:
    """Add a standing signed answer to the end of a draft, word for word."""
    require(actor, Role.DOCTOR, Role.EDITOR)
    found = retrieval.standing(desk, answer_id)
    if found is None:
        raise NotFound(say("This answer no longer stands; it is not quoted."))
    if found.signed_at is None:
        raise Refusal(say("Only what a doctor here signed is quoted."))
    copy = drafting.working_copy(desk, actor, entry_id)
    lines = "\n".join(f"> {line}".rstrip() for line in found.text.strip().splitlines())
    said = f"> — {found.signed_by}, {desk.here(found.signed_at).date().isoformat()}"
    body = "\n\n".join(part for part in (copy.content.body.rstrip(), f"{lines}\n>\n{said}") if part)
    return drafting.save_working_copy(desk, actor, entry_id, {"body": body + "\n"}, copy.version)

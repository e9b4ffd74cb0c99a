"""How entries and publications stand in lists, the same on every page; and what an empty list says."""

from collections.abc import Sequence

import streamlit as st

from publisher.domain.publications import PublicationState
from publisher.services.views import EntryRow, PublicationRow, QueueItem
from publisher.ui import channel_names, names
from publisher.ui.components.lists import Row
from publisher.ui.i18n import NAMES, _, day, moment, number
from publisher.ui.routes import href

# what the time and the state beside it say already
_TOLD_BY_THE_LINE = ("Will be sent at {due}.", "Published; the channel confirmed it.")


def entry_row(row: EntryRow, zone: str, page: str = "library") -> Row:
    more = [names.kind(row.kind), NAMES[row.language], row.author_name or "", moment(row.updated_at, zone)]
    if row.review_by:
        more.append(_("review by {day}").format(day=day(row.review_by)))
    title = row.title or row.excerpt
    link = href(page, entry=row.id)
    return Row(row.id, link, title, row.language, more, names.status(row.status), names.tone(row.status))


def queue_row(row: QueueItem) -> Row:
    more = [names.kind(row.kind), NAMES[row.language]]
    return Row(row.entry, href("sign", entry=row.entry), row.title or row.excerpt, row.language, more)


def publication_row(row: PublicationRow, zone: str, page: str = "calendar") -> Row:
    one = row.publication
    more = [channel_names.account(row.account_name), moment(one.due_at, zone), row.campaign_name or ""]
    if row.why.template not in _TOLD_BY_THE_LINE:
        more.append(names.spoken(row.why))
    elif one.zone != zone and one.state is PublicationState.SCHEDULED:
        more.append(_("{time} in {zone}").format(time=one.local_due[11:16], zone=one.zone))
    link = href(page, publication=one.id, entry=one.entry)
    return Row(one.id, link, row.title, row.language, more, names.state(one.state), names.tone(one.state))


def empty(icon: str, sentence: str) -> None:
    """An empty list says what would stand here; the page puts the next step below."""
    with st.container(border=True, horizontal_alignment="center", gap="xxsmall"):
        st.space("small")
        st.markdown(f":material/{icon}:", width="content")
        st.text(sentence, width="content")
        st.space("small")


def many(total: int, capped: bool, of: Sequence[object]) -> str:
    """The count above a list: “20 of 1,000+”."""
    return _("{shown} of {total}").format(shown=number(len(of)), total=number(total) + ("+" if capped else ""))

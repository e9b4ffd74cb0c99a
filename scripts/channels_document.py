"""Writes `docs/channels.md` from the connectors themselves: `python scripts/channels_document.py`."""

from pathlib import Path

from publisher.channels.calling import Calls
from publisher.channels.contract import Certainty, Channel, Lookup
from publisher.channels.incoming import Listens
from publisher.channels.registry import channels

TARGET = Path(__file__).resolve().parent.parent / "docs" / "channels.md"
LOOKUP = {
    Lookup.BY_KEY: "by our own key: asking again or sending again changes nothing",
    Lookup.READABLE: "the network's own list is read back and compared",
    Lookup.BLIND: "it cannot be asked; a person answers “is it there?”",
}
CERTAINTY = {
    Certainty.DOCUMENTED: "documented",
    Certainty.REPORTED: "reported by others",
    Certainty.OURS: "chosen by us, on the safe side",
}
HEAD = """# Channels

What each kind of channel can do, what its account asks for, and how long a text may be there. This page is written from
the connectors by `scripts/channels_document.py`; a test fails when the two differ.

`publisher channels add KIND --name NAME` adds an account (secrets are asked for, or read with `--secret-file`),
`publisher channels test NAME` says in words what is wrong, `publisher channels change NAME` renews a token, and
`publisher channels rotate-key` seals everything under a new key. `publisher render FILE.md --channel KIND --json` shows
what would leave, length by length. A connector is one file in `publisher/channels/`, or a package with the entry point
`publisher.channels`.

A disclaimer is never cut: it stands whole in the first part, and the text around it is split at sentences. Telegram,
VK, WeChat, Weibo and MAX are tested on their documented requests and answers: no server of theirs can be installed.
"""


def document() -> str:
    """The whole page."""
    found = channels(Path("site"), "https://answers.example.org/site")
    return "\n".join([HEAD, *(_section(channel) for _, channel in sorted(found.items()))])


def _section(channel: Channel) -> str:
    can = channel.capabilities
    lines = [
        f"## {channel.label['en']} (`{channel.kind}`)",
        "",
        f"- Length: {_limit(channel)}",
        f"- Corrected: {'in place' if can.can_correct else 'not possible; the newer version is a post of its own'}",
        f"- Taken back: {'yes' if can.can_remove else 'by a person, who is given the link'}",
        f"- After a broken connection: {LOOKUP[can.lookup]}",
    ]
    if can.hand_off:
        lines.append(
            "- Put out by a person: text, pictures, declarations and a code are prepared, the link pasted back"
        )
    if isinstance(channel, Listens):
        lines.append("- Live intake: what people write to the account comes into the inbox, every ten seconds")
    if isinstance(channel, Calls):
        lines.append("- Calls of duty: a closed account of it can be the room in which whoever is on duty is called")
    lines.append(f"- Languages: {', '.join(language.value for language in can.languages)}")
    if channel.fields:
        lines += ["", "| field | | |", "| --- | --- | --- |"]
    for field in channel.fields:
        told = ", ".join(
            word for word, holds in (("secret", field.secret), ("may be left out", not field.required)) if holds
        )
        lines.append(f"| `{field.name}` | {field.help['en']} | {told} |")
    return "\n".join([*lines, ""])


def _limit(channel: Channel) -> str:
    limit = channel.capabilities.limit
    if limit is None:
        return "no limit of its own"
    unit = limit.unit.replace("_", " ")
    return f"{limit.length:,} {unit}, {CERTAINTY[limit.certainty]}, checked on {limit.checked_on.isoformat()}"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")

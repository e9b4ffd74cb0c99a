"""How VK writes the mention of an account into a text: its number, for a comment the comment's, and the words shown."""

import re

VK_MENTION = re.compile(r"\[(?P<kind>id|club|public|event)\d+(?::[^|\[\]]*)?\|(?P<shown>[^\[\]]*)\]")


def as_shown(text: str) -> str:
    """The text as VK shows it: of every mention its words alone, without the account's number."""
    return VK_MENTION.sub(lambda mention: mention["shown"], text)

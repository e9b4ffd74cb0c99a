"""Is a text, unchanged, something a doctor here signed, and does it still stand?"""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.domain.errors import ConfigurationError
from publisher.intake.files import LARGEST_LINE, read_markdown
from publisher.services import fitness
from publisher.services.desk import Desk
from publisher.storage import entries, people, search


@dataclass(frozen=True)
class Verification:
    """`stands`: signed here, unchanged, and valid now. `says` is the answer in one sentence."""

    stands: bool
    says: str
    entry: str | None = None
    revision: str | None = None
    digest: str | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None


def read(file: str) -> str:
    """The text of a file or of standard input; front matter, if there is any, is left out."""
    if file == "-":
        return sys.stdin.read(LARGEST_LINE)
    path = Path(file)
    try:
        text = path.read_text("utf-8")
    except OSError:
        raise ConfigurationError("there is no such file; check the path.", file=file) from None
    except UnicodeDecodeError:
        raise ConfigurationError("not UTF-8 text; save the file as UTF-8.", file=file) from None
    return read_markdown(path)[1] if text.startswith("---\n") else text


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def verify(desk: Desk, text: str) -> Verification:
    """Compare a text with every signed revision whose words hold its beginning."""
    wanted = _plain(text)
    if not wanted:
        return Verification(False, "There is no text.")
    with desk.db.read() as tx:
        for revision in entries.signed_like(tx, search.longest_line(wanted)):
            if _plain(revision.content.body) != wanted:
                continue
            row = entries.row(tx, revision.entry)
            signature = entries.signature(tx, revision.id)
            signer = people.by_id(tx, signature.person) if signature else None
            stands = fitness.standing(desk, tx, row, revision.id)
            reasons = [stands.gone] if stands.gone else list(stands.reasons)
            name = signer.name if signer else "—"
            says = f"Signed by {name}, unchanged, and it stands."
            if reasons:
                says = f"Signed by {name}, but it no longer stands: " + " ".join(map(str, reasons))
            return Verification(
                not reasons,
                says,
                row.id,
                revision.id,
                revision.digest,
                name,
                signature.signed_at if signature else None,
            )
    return Verification(False, "Nobody here signed exactly this text.")

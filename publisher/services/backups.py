"""Everything that cannot be rebuilt, in one file, without the key; and a new home from it."""

import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from publisher.domain.errors import ConfigurationError
from publisher.domain.ids import new_id
from publisher.domain.publications import Publication, PublicationState
from publisher.domain.sentences import say
from publisher.services import audit
from publisher.services.desk import Desk
from publisher.services.readers import notes, put_back
from publisher.storage import Transaction, accounts, claims, copying, events, home, publications, schema
from publisher.storage.database import make_private

FORM = 1
_ROWS, _ABOUT, _SITE, _MAIL = "rows.jsonl", "about.json", "site/", "mail/"
_S = PublicationState
_MAYBE_SENT = say("it was due after the backup was made and may have been sent; look, then resume or cancel it.")
_MAYBE_MOVED = say(
    "it may have been moved forward and sent after the backup was made, and this channel cannot be asked; look, then "
    "resume or cancel it."
)


def backup(desk: Desk, file: Path) -> dict[str, int]:
    """Write the backup whole or not at all, for its owner alone; returns how many rows per table. Refuses to overwrite
    a file."""
    if file.exists():
        raise ConfigurationError("exists already; choose a new name.", file=str(file))
    audit.checkpoint(desk)  # so that a row taken off the end of the record in the file is missed when it is read
    part = file.with_name(file.name + ".part")
    counts: dict[str, int] = {}
    try:
        part.unlink(missing_ok=True)
        make_private(part)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            with desk.db.read() as tx:
                about = {
                    "form": FORM,
                    "schema": schema.needed_version(),
                    "made_at": desk.clock().isoformat(),
                    "installation": home.get(tx, "installation"),
                }
                with archive.open(_ROWS, "w", force_zip64=True) as out:
                    for table, values in copying.rows(tx):
                        out.write(
                            (json.dumps([table, values], ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
                        )
                        counts[table] = counts.get(table, 0) + 1
            archive.writestr(_ABOUT, json.dumps(about))
            for record in sorted((desk.settings.site_root / ".data").glob("*.json")):
                archive.write(record, _SITE + record.name)
            for note in notes(desk.home):
                archive.write(note, f"{_MAIL}{note.parent.name}/{note.name}")
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ConfigurationError(f"cannot be written: {error.strerror}.", file=str(file)) from None
    return counts


@dataclass(frozen=True)
class Restored:
    """`held`: may have been sent since the backup, and a person looks. `asked`: due later by the backup, which knows of
    no move since; the channel is asked before each leaves."""

    held: int
    asked: int


def restore(make_home: Callable[[], Desk], file: Path) -> Restored:
    """Fill a home that has nothing yet, and hold whatever may have been sent since the backup was made."""
    with _opened(file) as archive:
        about = _about(archive, file)
        desk = make_home()
        now = desk.clock()
        with desk.db.write() as tx:
            if not home.is_new(tx):
                raise ConfigurationError("the home has content already; restore into a new one (PUBLISHER_HOME).")
            with _rows_of(archive, file) as source:
                _fill(tx, source, file)
            restored = _doubt_what_may_be_out(desk, tx, _made_at(about, file), now)
            old, new = about["installation"], new_id()
            home.put(tx, "installation", new, now)
            home.put(tx, "fenced", [*(home.get(tx, "fenced") or []), old], now)
            events.append(
                tx, "installation", "restored", "shell", now, backup_made_at=about["made_at"], held=restored.held
            )
        _unpack_site(archive, desk.settings.site_root / ".data")
        for name in archive.namelist():
            if name.startswith(_MAIL):
                put_back(desk.home, name.removeprefix(_MAIL), archive.read(name))
    (desk.home / "installation.id").write_text(new, "ascii")
    return restored


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile):
        raise ConfigurationError("is not a backup that can be read.", file=str(file)) from None


def _about(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads(archive.read(_ABOUT))
    except (KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        raise ConfigurationError("is not a backup that can be read.", file=str(file)) from None
    if not isinstance(about, dict):
        raise ConfigurationError("is not a backup that can be read.", file=str(file))
    if about.get("form") != FORM or about.get("schema") != schema.needed_version():
        raise ConfigurationError(
            "was made by another version of this software; use that one to restore it.", file=str(file)
        )
    return about


def _made_at(about: dict[str, Any], file: Path) -> datetime:
    try:
        made_at = datetime.fromisoformat(about["made_at"])
        return made_at.astimezone(made_at.tzinfo or UTC)
    except (KeyError, TypeError, ValueError):
        raise ConfigurationError("is not a backup that can be read.", file=str(file)) from None


def _rows_of(archive: zipfile.ZipFile, file: Path) -> IO[bytes]:
    try:
        return archive.open(_ROWS)
    except KeyError:
        raise ConfigurationError("is not a backup that can be read.", file=str(file)) from None


def _fill(tx: Transaction, source: IO[bytes], file: Path) -> None:
    try:
        copying.fill(tx, _rows(source))
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile, zlib.error, EOFError):
        raise ConfigurationError("is damaged; nothing was restored. Use another backup.", file=str(file)) from None


def _rows(source: IO[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in source:
        table, values = json.loads(line.decode("utf-8", "surrogatepass"))
        yield table, values


def _doubt_what_may_be_out(desk: Desk, tx: Transaction, made_at: datetime, now: datetime) -> Restored:
    """Whatever may have left since: due by now, in the middle when the backup was made, or held then and resumed; and,
    as a time can be moved forward, what is due later too."""
    held = asked = 0
    for one in publications.in_states(tx, [_S.SCHEDULED, _S.QUEUED, _S.SENDING, _S.UNKNOWN, _S.HELD]):
        if one.state is not _S.SCHEDULED or one.due_at <= now:
            reason = (*one.because, _MAYBE_SENT) if one.state is _S.HELD else _MAYBE_SENT
            held += _held(tx, one, now, claims.doubt(tx, one, made_at, now, reason))
            continue
        channel = desk.channels.get(accounts.by_id(tx, one.account).kind)
        if channel is not None and channel.capabilities.hand_off:
            continue  # no program put it out
        claims.doubt_later(tx, one, made_at)
        if channel is not None and channel.capabilities.tells_any_copy:
            asked += 1
        else:
            held += _held(tx, one, now, publications.move(tx, one, _S.HELD, now, reason=_MAYBE_MOVED))
    return Restored(held, asked)


def _held(tx: Transaction, publication: Publication, now: datetime, moved: bool) -> int:
    if moved:
        detail = {"before": publication.state, "reason": "restored"}
        events.append(tx, f"publication:{publication.id}", "held", "shell", now, **detail)
    return int(moved)


def _unpack_site(archive: zipfile.ZipFile, folder: Path) -> None:
    for name in archive.namelist():
        # only plain file names of ours: a crafted archive must not write elsewhere
        if name.startswith(_SITE) and Path(name).name == name.removeprefix(_SITE) and name.endswith(".json"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / Path(name).name).write_bytes(archive.read(name))

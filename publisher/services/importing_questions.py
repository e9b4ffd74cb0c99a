"""Questions from a file: alarms first, then the rest; personal data is masked before anything is stored."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from publisher.intake.messages import Message, Reader, reader_of
from publisher.services import receiving
from publisher.services.desk import Actor, Desk, require
from publisher.services.fields import NO_TEXT, Rejected
from publisher.services.importing import BATCH, ImportResult, Progress
from publisher.services.message_names import digest_of, key_of
from publisher.services.message_words import language_of, words_of
from publisher.services.triaging import triage_of
from publisher.storage import inbox


def import_questions(
    desk: Desk, actor: Actor, file: Path, progress: Progress | None = None, *, form: str | None = None
) -> ImportResult:
    """Any file `intake` reads; the same message with the same words changes nothing.

    The file is read twice: crisis and urgent messages are stored before the names of all others are looked for.
    Killed anywhere, the next run leaves out what is stored and goes on.
    """
    if actor.how != "shell":
        require(actor)
    source, reader = reader_of(file, form)
    count = sum(1 for _ in reader(file))
    work = _Import(desk, actor, source, reader, file, progress, count * 2 if count > BATCH else count)
    if count > BATCH:
        work.alarms()
    work.rest()
    return work.result


class _Import:
    """One run over one file."""

    def __init__(
        self, desk: Desk, actor: Actor, source: str, reader: Reader, file: Path, progress: Progress | None, total: int
    ) -> None:
        self._desk, self._actor, self._source = desk, actor, source
        self._reader, self._file = reader, file
        self._progress, self._total, self._done = progress, total, 0
        self._stored: dict[str, int] = {}  # key and line of what this run stored, alarms alone
        self._looked = False
        self.result = ImportResult()

    def alarms(self) -> None:
        """Store what cannot wait."""
        triage = triage_of(self._desk.gate)
        for batch in self._batches():
            found = []
            for message in self._new(batch):
                try:
                    words, language = words_of(self._desk, self._source, message), language_of(message)
                except Rejected:
                    continue  # told when the rest is read
                if triage.alarm(words, language) is not None:
                    found.append(message)
            self._store(found)
        self._looked = True

    def rest(self) -> None:
        for batch in self._batches():
            good = [message for message in batch if message.error is None]
            for message in batch:
                if message.error is not None:
                    self._reject(message, message.error)
            new = self._new(good)
            lines = [(message.line, self._stored.get(self._key(message), 0)) for message in good]
            self.result.updated += sum(line < alarm for line, alarm in lines)  # an alarm took its place
            kept = sum(line > alarm for line, alarm in lines) - len(new)
            self.result.unchanged += max(0, kept)
            self._store(new, tell=True)

    def _batches(self) -> Iterator[list[Message]]:
        messages = self._reader(self._file)
        while batch := list(islice(messages, BATCH)):
            yield [self._storable(message) for message in batch]
            self._done += len(batch)
            if self._progress is not None:
                self._progress(self._done, max(self._total, self._done))

    def _storable(self, message: Message) -> Message:
        if message.error is None and NO_TEXT.search(message.key):
            return replace(message, error="“external_id” contains characters that are no text")
        return message

    def _key(self, message: Message) -> str:
        return key_of(self._desk, self._source, message)

    def _new(self, batch: list[Message]) -> list[Message]:
        """Messages that are not here, or not with these words; earlier versions only with the last, in their order."""
        keyed = [(self._key(message), message) for message in batch if message.error is None]
        with self._desk.db.read() as tx:
            known = inbox.known(tx, [key for key, _ in keyed])
        last = {key: digest_of(message) for key, message in keyed}
        return [
            message
            for key, message in keyed
            if message.line > self._stored.get(key, 0) and (key not in known or known[key].import_digest != last[key])
        ]

    def _store(self, messages: list[Message], *, tell: bool = False) -> None:
        read = []
        for message in messages:
            try:
                read.append(receiving.read(self._desk, self._source, message, looked=self._looked))
            except Rejected as reason:
                if tell:
                    self._reject(message, str(reason))
        if not read:
            return
        with self._desk.db.write() as tx:
            done = receiving.store(self._desk, tx, self._actor, self._source, read)
        self.result.created += len(done.created)
        self.result.updated += len(done.updated)
        self.result.unchanged += done.unchanged
        if not tell:
            self._stored |= {one.key: one.message.line for one in read}

    def _reject(self, message: Message, reason: str) -> None:
        self.result.rejected.append({"line": message.line, "reason": reason})

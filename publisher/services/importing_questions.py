"""Questions from a file: alarms first, then the rest; personal data is masked before anything is stored."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from publisher.intake.messages import Message, Reader, reader_of
from publisher.services import hiding_names, receiving
from publisher.services.desk import Actor, Desk, require
from publisher.services.fields import NO_TEXT, Rejected
from publisher.services.importing import BATCH, ImportResult, Progress
from publisher.services.message_names import apart_key, digest_of, here, key_of
from publisher.services.message_words import language_of, words_of
from publisher.services.triaging import triage_of


class _Name(NamedTuple):
    """What has an error has none."""

    key: str
    apart: str


_Batch = list[tuple[_Name, Message]]


def import_questions(
    desk: Desk, actor: Actor, file: Path, progress: Progress | None = None, *, form: str | None = None
) -> ImportResult:
    """Any file `intake` reads; the same message with the same words changes nothing.

    The file is read through for what stands in it twice, then for crisis and urgent messages, which are stored before
    the names of all others are looked for. Killed anywhere, the next run leaves out what is stored and goes on.
    """
    if actor.how != "shell":
        require(actor)
    source, reader = reader_of(file, form)
    hiding_names.hide(desk)
    work = _Import(desk, actor, source, reader, file, progress)
    if work.count() > BATCH:
        work.alarms()
    work.rest()
    return work.result


class _Import:
    """One run over one file."""

    def __init__(
        self, desk: Desk, actor: Actor, source: str, reader: Reader, file: Path, progress: Progress | None
    ) -> None:
        self._desk, self._actor, self._source = desk, actor, source
        self._reader, self._file = reader, file
        self._progress, self._total, self._done = progress, 0, 0
        self._last: dict[str, str] = {}  # digest of the last version, where there are several
        self._stored: dict[str, int] = {}  # name and line of what this run stored, alarms alone
        self._looked: set[int] = set()  # what this run has read for alarms and found none
        self.result = ImportResult()

    def count(self) -> int:
        """How many messages there are. Of one that stands here several times the last version is the one to keep."""
        seen: set[int] = set()
        count = 0
        for message in map(self._storable, self._reader(self._file)):
            count += 1
            if message.error is None:
                name = self._name(message).apart
                if hash(name) in seen:
                    self._last[name] = digest_of(self._desk, message)
                seen.add(hash(name))
        self._total = count * 2 if count > BATCH else count
        return count

    def alarms(self) -> None:
        """Store what cannot wait."""
        triage = triage_of(self._desk.gate)
        for batch in self._batches():
            found = []
            for name, message in self._new(batch):
                try:
                    words, language = words_of(self._desk, self._source, message), language_of(message)
                except Rejected:
                    continue  # told when the rest is read
                if triage.alarm(words, language) is None:
                    self._looked.add(_mark(message))
                else:
                    found.append((name, message))
            self._store(found)
            self._stored |= {name.apart: message.line for name, message in found}

    def rest(self) -> None:
        for batch in self._batches():
            for _, message in batch:
                if message.error is not None:
                    self._reject(message, message.error)
            new = self._new(batch)
            good = [(name, message) for name, message in batch if message.error is None]
            lines = [(message.line, self._stored.get(name.apart, 0)) for name, message in good]
            self.result.updated += sum(line < alarm for line, alarm in lines)  # an alarm took its place
            kept = sum(line > alarm for line, alarm in lines) - len(new)
            self.result.unchanged += max(0, kept)
            self._store(new, tell=True)

    def _batches(self) -> Iterator[_Batch]:
        messages = map(self._storable, self._reader(self._file))
        while batch := list(islice(messages, BATCH)):
            yield [(self._name(message), message) for message in batch]
            self._done += len(batch)
            if self._progress is not None:
                self._progress(self._done, max(self._total, self._done))

    def _storable(self, message: Message) -> Message:
        if message.error is None and NO_TEXT.search(message.key):
            return replace(message, error="“external_id” contains characters that are no text")
        return message

    def _name(self, message: Message) -> _Name:
        if message.error is not None:
            return _Name("", "")
        key = key_of(self._desk, self._source, message)
        return _Name(key, apart_key(self._desk, key, message.group))

    def _new(self, batch: _Batch) -> _Batch:
        """Messages that are not here, or not in their last version; earlier versions only with that, in their order."""
        good = [(name, message) for name, message in batch if message.error is None]
        last = {name: self._last.get(name.apart) or digest_of(self._desk, message) for name, message in good}
        with self._desk.db.read() as tx:
            known = here(tx, {name.apart: (name.key, digest) for name, digest in last.items()})
        return [
            (name, message)
            for name, message in good
            if message.line > self._stored.get(name.apart, 0) and name.apart not in known
        ]

    def _store(self, messages: _Batch, *, tell: bool = False) -> None:
        read = []
        for _, message in messages:
            try:
                looked = _mark(message) in self._looked
                read.append(receiving.read(self._desk, self._source, message, looked=looked))
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

    def _reject(self, message: Message, reason: str) -> None:
        self.result.rejected.append({"line": message.line, "reason": reason})


def _mark(message: Message) -> int:
    return hash((message.line, message.text))

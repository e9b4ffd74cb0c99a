"""How long drafting from signed answers takes on the sample library, without a model, in milliseconds."""

import statistics
import tempfile
import time
from pathlib import Path

from publisher import bootstrap, resources
from publisher.domain.checking import EntryKind
from publisher.domain.entries import Content
from publisher.services import assisting, drafting, library, people, samples
from publisher.services.desk import SHELL, Actor
from publisher.settings import Settings


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = bootstrap.make_home(Settings(home=Path(folder), approval="off"))
        samples.fill(desk, resources.content_folder() / "samples")
        taken = []
        for doctor in [one for one in people.people(desk, SHELL) if one.licences]:
            who = Actor(doctor, "session")
            rows = library.entries(desk, who, author=doctor.id, kind=EntryKind.ANSWER, size=100).items
            for row in rows:
                shown = library.entry(desk, who, row.id)
                if shown.signature is None or shown.revision is None:
                    continue
                content = shown.revision.content
                words = Content(EntryKind.ANSWER, content.language, "", "", question=content.question)
                entry = drafting.add_entry(desk, who, words).id
                began = time.perf_counter()
                assisting.ask(desk, who, entry, assisting.task_for(EntryKind.ANSWER))
                taken.append((time.perf_counter() - began) * 1000)
        desk.db.close()
    warm = sorted(taken[3:])
    most = warm[int(len(warm) * 0.95) - 1]
    print(f"{len(warm)}: median {statistics.median(warm):.0f} ms, 95 % within {most:.0f} ms, worst {warm[-1]:.0f} ms")


if __name__ == "__main__":
    main()

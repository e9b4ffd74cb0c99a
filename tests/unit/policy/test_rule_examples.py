"""Every rule answers for the sentences it carries; one failure names file and line."""

import pytest

from publisher.domain.places import Jurisdiction
from publisher.policy.examples import run_examples, slow_patterns
from publisher.policy.gate import Gate
from publisher.resources import content_folder

PACKS = [folder.name for folder in sorted((content_folder() / "packs").iterdir()) if (folder / "pack.yaml").exists()]


@pytest.mark.parametrize("name", PACKS)
def test_every_example_of_the_pack_holds_with_its_spans_and_fixes(gate: Gate, name: str) -> None:
    failures = [str(failure) for failure in run_examples(gate, gate.packs[Jurisdiction(name)])]
    assert not failures, "\n" + "\n".join(failures)


def test_no_pattern_takes_long_on_a_hostile_text(gate: Gate) -> None:
    assert list(slow_patterns(gate)) == []

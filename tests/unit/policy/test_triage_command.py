"""`publisher triage` as others call it: JSON Lines in, one object per line out, in order, at once."""

import json
import subprocess
import sys
from pathlib import Path


def test_a_batch_keeps_ids_and_order_and_a_bad_line_ends_with_one(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": "不想活了", "language": "zh", "group": "g"},
        {"id": "b"},
        {"id": "c", "text": "What causes gout?"},
    ]
    file = tmp_path / "messages.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\nno json\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "publisher", "triage", str(file), "--json"], capture_output=True, text=True, timeout=120
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [line["id"] for line in told] == ["a", "b", "c", None]
    assert told[0]["route"] == "crisis"
    assert told[0]["labels"][0] == {"label": "crisis", "start": 0, "end": 4, "text": "不想活了"}
    assert "error" in told[1]
    assert "error" in told[3]
    assert told[2] == {"id": "c", "language": "en", "route": "moderator", "labels": [], "masked": "What causes gout?"}


def test_a_line_is_answered_before_the_next_one_is_sent() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "publisher", "triage", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2):
            process.stdin.write(json.dumps({"id": number, "text": "thank you"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(60) == 0

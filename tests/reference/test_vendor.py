"""Third-party files are those that were published."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_vendored_files_are_as_published():
    check = subprocess.run(
        [sys.executable, "tools/vendor.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout + check.stderr


def test_each_vendored_file_states_its_origin_and_licence():
    entries = json.loads((ROOT / "static/vendor/vendor.json").read_text(encoding="utf-8"))["files"]
    for entry in entries:
        assert entry.keys() >= {"name", "version", "licence", "file", "sha256", "integrity"}


def test_the_script_and_the_webassembly_of_the_reader_come_from_one_release():
    entries = json.loads((ROOT / "static/vendor/vendor.json").read_text(encoding="utf-8"))["files"]
    assert len({entry["integrity"] for entry in entries if entry["name"] == "zxing-wasm"}) == 1

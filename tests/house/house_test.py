"""House rules that a machine can see: no file grows over 300 lines, and the tree does not know where it stands."""

import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SOURCES = (".cc", ".h", ".py", ".go", ".sh", ".cmake")
MAX_LINES = 300


def tracked():
    """The files that git tracks; without git (a tarball), all files outside build/."""
    listing = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, check=False)
    if listing.returncode == 0 and listing.stdout:
        return [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in ROOT.rglob("*") if path.is_file() and "build" not in path.parts]


class HouseTest(unittest.TestCase):
    def test_no_file_grows_over_the_limit(self):
        long = {}
        for path in tracked():
            if path.suffix in SOURCES and path.is_file():
                lines = len(path.read_text().splitlines())
                if lines > MAX_LINES:
                    long[str(path.relative_to(ROOT))] = lines
        self.assertEqual(long, {})

    def test_no_path_of_one_machine(self):
        pattern = re.compile(r"(?<![\w.])/(work|root|home|farm)/\w")
        found = []
        for path in tracked():
            relative = path.relative_to(ROOT)
            if path.is_symlink() or not path.is_file() or relative.parts[:2] in (
                    ("tests", "recordings"), ("tests", "fuzz")) or path == pathlib.Path(__file__).resolve():
                continue
            try:
                text = path.read_text()
            except UnicodeDecodeError:
                continue
            found += [f"{relative}: {line.strip()[:100]}" for line in text.splitlines() if pattern.search(line)]
        self.assertEqual(found, [])

    def test_nothing_is_left_open(self):
        words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
        found = [str(path.relative_to(ROOT)) for path in tracked()
                 if path.suffix in SOURCES and path.is_file() and path != pathlib.Path(__file__).resolve()
                 and words.search(path.read_text())]
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main(verbosity=2)

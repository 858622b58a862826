"""The Debian package, made for a test with cpack. The folder of the binaries is the first argument of every test."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

SKIPPED = 77
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, **options).stdout


def make(folder):
    """The path of the package, made in `folder`."""
    run("cpack", "-G", "DEB", "-B", folder, cwd=BUILD, env={**os.environ, "SOURCE_DATE_EPOCH": "1764547200"})
    return next(pathlib.Path(folder).glob("*.deb"))


def main(*tools):
    """Runs the tests of the calling file, or says which programs are missing."""
    missing = [tool for tool in ("cpack", "dpkg-deb", "dpkg-shlibdeps", "file", *tools) if not shutil.which(tool)]
    if missing:
        print(f"skipped: needs {', '.join(missing)} (Debian packages cmake, dpkg-dev, file, lintian)")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)

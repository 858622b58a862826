"""The Debian package: what `cmake --install` brings below /usr, and what Debian's policy wants beside it.

  deb_test.py BUILD
"""

import pathlib
import re
import tempfile
import unittest

import package
from package import BUILD, run

FOR_DEBIAN = {"./usr/share/doc/sparkgate/changelog.Debian.gz", "./usr/share/doc/sparkgate/copyright",
              "./usr/share/lintian/overrides/sparkgate"}
# What both programs link, as packages of Debian 12; Ubuntu's have other numbers.
LINKED = {"libc6", "libfmt", "libgcc-s1", "libprometheus-cpp-core", "libre2-", "libsimdjson", "libspdlog", "libssl",
          "libstdc++6", "libyaml-cpp", "libzstd", "zlib1g"}


def files_below(folder):
    return {f"./usr/{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file() or path.is_symlink()}


class DebTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.deb = package.make(f"{cls.folder.name}/first")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def field(self, name):
        return run("dpkg-deb", "-f", self.deb, name).strip()

    def test_its_fields(self):
        version = run(BUILD / "sparkgate", "version").split()[1].replace("-rc", "~rc")
        self.assertEqual((self.field("Package"), self.field("Version")), ("sparkgate", f"{version}-1"))
        self.assertEqual(self.deb.name, f"sparkgate_{version}-1_{self.field('Architecture')}.deb")
        needed = {re.sub(r"\s*\(.*", "", one) for one in self.field("Depends").split(", ")}
        self.assertEqual({one if one in LINKED else re.sub(r"[\d.]+(-fmt\d+)?(t64)?$", "", one) for one in needed}, LINKED)

    def test_each_file_is_root_s_and_nobody_else_s_to_write(self):
        lines = run("dpkg-deb", "-c", self.deb).splitlines()
        self.assertEqual({line.split()[1] for line in lines}, {"root/root"})
        self.assertEqual([line for line in lines if line[0] != "l" and "w" in line[4:10]], [])

    def test_it_holds_what_is_installed_elsewhere(self):
        tree = pathlib.Path(self.folder.name, "tree")
        run("cmake", "--install", BUILD, "--prefix", tree)
        packed = {line.split(maxsplit=5)[5].split(" -> ")[0] for line in run("dpkg-deb", "-c", self.deb).splitlines()}
        self.assertEqual({name for name in packed if not name.endswith("/")}, files_below(tree) | FOR_DEBIAN)

    def test_it_is_the_same_when_it_is_made_again(self):
        self.assertEqual(self.deb.read_bytes(), package.make(f"{self.folder.name}/second").read_bytes())


if __name__ == "__main__":
    package.main()

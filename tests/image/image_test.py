"""The image that the Dockerfile describes, without a container engine: its last stage is followed as it is written.

  image_test.py BUILD [TREE]

Without TREE the tree is made by the build stage's own last command, from the programs in BUILD: what is left out is the
stage's Debian and its compiler. TREE is one that tests/image/build.py made from nothing (`./dev image`), with the
version of BUILD: then the two builds are compared, too. Needs root.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[1:1] = [str(HERE), str(HERE.parent / "http")]

import world  # noqa: E402  (takes BUILD from the arguments)

import dockerfile  # noqa: E402
from container import Container  # noqa: E402

GIVEN = {"VERSION": "0.1.0", "REVISION": "0123456789ab", "SOURCE_DATE_EPOCH": "1764547200"}
BUILD_STAGE, IMAGE = dockerfile.read((ROOT / "Dockerfile").read_text(encoding="utf-8"))
PROGRAMS = {"usr/local/bin/sparkgate", "usr/local/bin/sparkgate-webhook"}
SBOM = "usr/share/sbom/sparkgate.spdx.json"


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, **options).stdout


def make_tree(tree):
    """By the command of the build stage that makes what the image copies, in a folder that looks as it does there."""
    source, target = IMAGE.only("COPY").removeprefix(f"--from={BUILD_STAGE.name} ").split()
    assert target == "/", target
    command = next(text for text in BUILD_STAGE.texts("RUN") if source in text.split())
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(ROOT / "cmake", f"{folder}/cmake")
        os.mkdir(f"{folder}/build")
        os.symlink(world.BUILD, f"{folder}/build/release")
        run("sh", "-c", re.sub(rf"(?<!\S){source}(?!\S)", str(tree), command), cwd=folder,
            env={**os.environ, **BUILD_STAGE.arguments(GIVEN)})


def needed(path):
    """The names that a program or library asks the loader for."""
    return set(re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-d", path)))


class ImageTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.tree = TREE or pathlib.Path(cls.folder.name, "tree")
        if not TREE:
            make_tree(cls.tree)
        cls.files = {str(path.relative_to(cls.tree)) for path in cls.tree.rglob("*") if not path.is_dir()}
        cls.libraries = cls.files - PROGRAMS - {SBOM}
        cls.sbom = json.loads((cls.tree / SBOM).read_text(encoding="utf-8"))
        cls.dated = int(datetime.datetime.fromisoformat(cls.sbom["creationInfo"]["created"]).timestamp())

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def container(self):
        return Container(world.BUILD, self.tree, IMAGE.entrypoint(), IMAGE.user(), ROOT / "policies")

    def test_it_is_made_from_nothing_but_one_tree(self):
        self.assertEqual(IMAGE.base, "scratch")
        self.assertEqual([word for word, _ in IMAGE.instructions if word in ("RUN", "COPY")], ["COPY"])

    def test_each_library_is_needed_and_none_is_missing(self):
        asked = set().union(*(needed(self.tree / name) for name in self.files - {SBOM}))
        self.assertEqual(len(self.libraries), len({pathlib.Path(name).name for name in self.libraries}))
        self.assertEqual({pathlib.Path(name).name for name in self.libraries}, asked)
        for program in PROGRAMS:
            loader = re.search(r"interpreter: /(.*)\]", run("readelf", "-l", self.tree / program))[1]
            self.assertIn(loader, self.libraries)

    def test_files_are_root_s_and_dated_as_told(self):
        for path in [self.tree / name for name in self.files]:
            state = path.lstat()
            self.assertEqual((state.st_uid, state.st_mode & 0o022), (0, 0), path)
            self.assertEqual(int(state.st_mtime), self.dated, path)
        if not TREE:
            self.assertEqual(self.dated, int(GIVEN["SOURCE_DATE_EPOCH"]))

    def test_its_user_is_the_deployment_s(self):
        text = (ROOT / "manifests/base/deployment.yaml").read_text(encoding="utf-8")
        wanted = tuple(int(re.search(rf"{key}: (\d+)", text)[1]) for key in ("runAsUser", "runAsGroup"))
        self.assertEqual(IMAGE.user(), wanted)

    def test_labels(self):
        self.assertEqual(IMAGE.labels(GIVEN), {
            "org.opencontainers.image.title": "sparkgate",
            "org.opencontainers.image.description": "Admission control for Apache Spark on Kubernetes",
            "org.opencontainers.image.licenses": "Apache-2.0", "org.opencontainers.image.version": GIVEN["VERSION"],
            "org.opencontainers.image.revision": GIVEN["REVISION"]})

    def test_the_list_of_packages_has_what_went_in(self):
        for key, value in (("spdxVersion", "SPDX-2.3"), ("dataLicense", "CC0-1.0"), ("SPDXID", "SPDXRef-DOCUMENT")):
            self.assertEqual(self.sbom[key], value)
        packages = {package["name"]: package for package in self.sbom["packages"]}
        ids = {package["SPDXID"] for package in packages.values()}
        self.assertEqual(len(ids), len(self.sbom["packages"]))
        related = {one["relatedSpdxElement"] for one in self.sbom["relationships"]}
        self.assertEqual(related, ids)
        self.assertEqual([one for one in ids if not re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", one)], [])
        # Headers alone, and what is linked: by the Dockerfile's own list.
        asked = next(text for text in BUILD_STAGE.texts("RUN") if "apt-get" in text).partition("recommends")[2]
        libraries = set(re.findall(r"\b\S+-dev\b", asked))
        self.assertGreater(len(libraries), 9)
        self.assertEqual(libraries - set(packages), set())
        if not TREE:
            for name in set(packages) - {"sparkgate"}:
                self.assertEqual(packages[name]["versionInfo"],
                                 run("dpkg-query", "-W", "-f", "${Version}\n", name).splitlines()[0])
        self.assertTrue({"libc6", "libssl3", "libstdc++6"} < set(packages))

    def test_the_command_line_runs_in_it(self):
        said = run("chroot", f"--userspec={':'.join(map(str, IMAGE.user()))}", self.tree, "/usr/local/bin/sparkgate", "version")
        self.assertEqual(said, run(world.BUILD / "sparkgate", "version"))

    def test_programs_are_those_that_another_folder_s_build_made(self):
        for program in PROGRAMS:
            stripped = pathlib.Path(self.folder.name, "stripped")
            run("strip", "-o", stripped, world.BUILD / pathlib.Path(program).name)
            self.assertEqual(stripped.read_bytes(), (self.tree / program).read_bytes(), program)

    def test_it_serves_as_its_user_on_a_read_only_root(self):
        with self.container() as server:
            world.eventually("readiness", lambda: server.get("/readyz")[0] == 200)
            took = (time.monotonic() - server.began) * 1000
            self.assertEqual(server.get("/healthz")[0], 200)
            answer = json.loads(server.post("/mutate", world.review("u1")))["response"]
            self.assertEqual((answer["uid"], answer["allowed"], answer["patchType"]), ("u1", True, "JSONPatch"))
            refused = json.loads(server.post("/validate", world.review("u2", "docker.io/evil/spark:1")))["response"]
            self.assertEqual((refused["uid"], refused["allowed"], refused["status"]["code"]), ("u2", False, 403))
            self.check_process(server.process.pid)
        size = sum((self.tree / name).stat().st_size for name in self.files)
        print(f"\nseen: {size / 1e6:.1f} MB in {len(self.files)} files, start to ready {took:.0f} ms", *sorted(self.files),
              sep="\n  ")

    def check_process(self, pid):
        status = dict(line.split(":\t", 1) for line in
                      pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines())
        user, group = IMAGE.user()
        self.assertEqual((status["Name"], status["Uid"], status["Gid"]),
                         ("sparkgate-webho", "\t".join([str(user)] * 4), "\t".join([str(group)] * 4)))
        self.assertEqual((status["Groups"].split(), int(status["CapEff"], 16), status["NoNewPrivs"]), ([str(group)], 0, "1"))
        with self.assertRaisesRegex(OSError, "Read-only file system"):
            pathlib.Path(f"/proc/{pid}/root", "file").touch()


if __name__ == "__main__":
    if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", "true"], check=False).returncode != 0:
        print("skipped: mounts and changes its root, so it needs to be root, with CAP_SYS_ADMIN")
        sys.exit(77)
    TREE = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else None
    unittest.main(verbosity=2)

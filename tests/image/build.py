"""Follows the Dockerfile without a container engine: each stage's tree in a folder, each instruction in a chroot.

  build.py FOLDER [NAME=VALUE…]      the build arguments; needs root, and the Debian package mmdebstrap

FOLDER/build and FOLDER/image are made anew; the base image is what mmdebstrap makes of the same Debian. Left out of what
an engine does: cgroups, seccomp, a network of one's own.
"""

import fnmatch
import os
import pathlib
import shutil
import subprocess
import sys

import dockerfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# A process id namespace of its own: what a command leaves running ends with it.
IN_CHROOT = """
mount --bind "$1" "$1" && cd "$1"
mount -t proc proc ./proc
mount --rbind /dev ./dev
exec chroot . sh -c "cd $2 && $3"
"""


def base(image, tree):
    """debian:bookworm-slim: the essential packages and apt."""
    name, _, suite = image.partition(":")
    assert name == "debian", image
    subprocess.run(["mmdebstrap", "--quiet", "--variant=apt", suite.removesuffix("-slim"), tree], check=True)


def sent(names):
    """Those of the source folder's names that .dockerignore lets through; knows `*` and `!name`."""
    rules = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
             if line and not line.startswith("#")]
    for name in names:
        ignored = False
        for rule in rules:
            if fnmatch.fnmatch(name, rule.removeprefix("!")):
                ignored = not rule.startswith("!")
        if not ignored:
            yield name


class Builder:
    def __init__(self, folder, given):
        self.folder = folder
        self.given = given

    def follow(self, stage):
        """Makes the stage's tree."""
        tree = self.folder / (stage.name or "image")
        shutil.rmtree(tree, ignore_errors=True)
        if stage.base == "scratch":
            tree.mkdir(parents=True)
        else:
            base(stage.base, tree)
            shutil.copy("/etc/resolv.conf", tree / "etc/resolv.conf")
        place = "/"
        arguments = {}
        for word, text in stage.instructions:
            print(f"image: {word} {text}", flush=True)
            if word == "ARG":
                name, _, default = text.partition("=")
                arguments[name] = self.given.get(name, default)
            elif word == "WORKDIR":
                place = text
                (tree / place[1:]).mkdir(parents=True, exist_ok=True)
            elif word == "COPY":
                self.copy(text, tree / place[1:])
            elif word == "RUN":
                self.run(text, tree, place, arguments)

    def copy(self, text, place):
        words = text.split()
        if words[0].startswith("--from="):
            source = self.folder / words[0].removeprefix("--from=") / words[1][1:]
            shutil.copytree(source, place / words[2].lstrip("/"), symlinks=True, dirs_exist_ok=True)
            return
        assert words == [".", "."], text
        for name in sent(os.listdir(ROOT)):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, place / name, symlinks=True)
            else:
                shutil.copy2(ROOT / name, place / name)

    @staticmethod
    def run(text, tree, place, arguments):
        environment = {"PATH": os.defpath + ":/usr/sbin:/sbin", "DEBIAN_FRONTEND": "noninteractive", **arguments}
        subprocess.run(["unshare", "--mount", "--pid", "--fork", "sh", "-ec", IN_CHROOT, "sh", tree, place, text],
                       check=True, env=environment, stdin=subprocess.DEVNULL)


def main():
    builder = Builder(pathlib.Path(sys.argv[1]).resolve(), dict(word.split("=", 1) for word in sys.argv[2:]))
    builder.folder.mkdir(parents=True, exist_ok=True)
    for stage in dockerfile.read((ROOT / "Dockerfile").read_text(encoding="utf-8")):
        builder.follow(stage)


if __name__ == "__main__":
    main()

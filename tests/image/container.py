"""A server in the file tree of an image as a kubelet runs it: its user, a read-only root, no capability."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent / "support"))

import webhook  # noqa: E402

POLICIES = "/etc/sparkgate/policies"
TLS = "/etc/sparkgate/tls"

# The mounts are this process's own. It stays one process: what starts it can end it.
IN_THE_TREE = """
set -e
cd "$1"
mount --bind . .
cd "$1"
mount --bind "$2" .{policies}
mount --bind "$3" .{tls}
mount --rbind /proc ./proc
mount -o remount,ro,bind .
uid=$4 gid=$5
shift 5
exec setpriv --no-new-privs chroot --userspec="$uid:$gid" --groups="$gid" . "$@"
""".format(policies=POLICIES, tls=TLS)


class Container(webhook.Server):
    """Runs `entrypoint` of an image's tree on free ports of loopback. Needs root."""

    def __init__(self, build, tree, entrypoint, user, policies):
        super().__init__(build, policies)
        self.tree, self.entrypoint, self.user = tree, entrypoint, user

    def command(self):
        """Mount points are made by whatever runs an image, as the root's."""
        for place in (POLICIES, TLS, "/proc"):
            (self.tree / place[1:]).mkdir(parents=True, exist_ok=True)
        for path in [self.certificates, *self.certificates.iterdir()]:
            path.chmod(0o755 if path.is_dir() else 0o644)  # a Secret's files are its group's to read
        self.folder.chmod(0o755)
        return ["unshare", "--mount", "sh", "-c", IN_THE_TREE, "sh", self.tree, self.policies, self.certificates,
                *map(str, self.user), *self.entrypoint, "--policies", POLICIES, "--tls-cert", f"{TLS}/tls.crt",
                "--tls-key", f"{TLS}/tls.key"]

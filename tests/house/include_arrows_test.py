"""Who may include whom. The table is the architecture; CONTRIBUTING.md explains it.

Reads every `#include` of webhook/ and certs/ and fails on an arrow that the table does not have, and on a guest
library outside its room. It plants forbidden includes itself, to see that they would be found.
"""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

# room: (rooms of ours, guests in all its files, guests in single files)
ROOMS = {
    "base": (["base"], [], {"log.cc": ["spdlog"], "metrics.cc": ["prometheus"]}),
    "decision": (["base", "decision"], ["simdjson", "nlohmann"], {"glob.cc": ["re2"], "regular_expression.cc": ["re2"]}),
    "policyfile": (["base", "decision", "policyfile"], ["nlohmann"], {"yaml.cc": ["yaml-cpp"], "to_yaml.cc": ["yaml-cpp"]}),
    "policytest": (["base", "decision", "policyfile", "policytest"], ["nlohmann"], {}),
    "admission": (["base", "decision", "admission"], ["simdjson"], {}),
    "net": (["base", "net"], ["boost", "openssl"], {}),
    "certs": (["base", "certs"], ["openssl"], {}),
    "certs/cluster": (["base", "certs", "certs/cluster"], ["boost", "openssl"],
                      {"kubeconfig.cc": ["yaml-cpp"], "json.h": ["nlohmann"]}),
    "certs/rotation": (["base", "certs", "certs/cluster", "certs/rotation"], ["nlohmann"], {}),
    "cli": (["base", "decision", "policyfile", "policytest", "admission", "render", "replay", "certs",
             "certs/cluster", "certs/rotation", "cli"],
            ["CLI", "nlohmann"],
            {"print_replay_html.cc": ["mustache"], "text_diff.cc": ["dtl"]}),
    "render": (["base", "decision", "policyfile", "render"], ["nlohmann"], {}),
    "replay": (["base", "decision", "admission", "replay"], ["simdjson"],
               {"gunzip.cc": ["zlib"], "owners.cc": ["boost"], "unzstd.cc": ["zstd"]}),
    "serve": (["base", "decision", "policyfile", "admission", "net", "certs", "serve"], [],
              {"options.cc": ["CLI"]}),
    "main": (["cli", "serve"], ["CLI"], {}),
}
GUESTS = {"simdjson.h": "simdjson", "nlohmann": "nlohmann", "yaml-cpp": "yaml-cpp", "re2": "re2",
          "spdlog": "spdlog", "prometheus": "prometheus", "boost": "boost", "openssl": "openssl",
          "CLI": "CLI", "dtl": "dtl", "kainjow": "mustache", "zlib.h": "zlib", "zstd.h": "zstd"}
# The C++ library and POSIX; everything else in <> is a guest and must be known above.
SYSTEM = re.compile(r"^([a-z_]+|(sys|netinet|arpa)/[a-z_]+\.h|(malloc|unistd|fcntl|sched|signal|pthread|netdb|poll)\.h)$")


def forbidden(room, file_name, line):
    """Why this line may not stand in this file of this room; None when it may, or is no include."""
    match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
    if not match:
        return None
    bracket, target = match.groups()
    ours, guests, special = ROOMS[room]
    first = target.split("/")[0]
    room_of_target = target.rpartition("/")[0] if first == "certs" else first
    if bracket == '"':
        if target == "version.h" or room_of_target in ours:
            return None
        return f"{room} may not include {target}"
    if SYSTEM.match(target) and first not in GUESTS:
        return None
    guest = GUESTS.get(first)
    if guest is None:
        return f"unknown library {target}"
    if guest in guests or guest in special.get(file_name, []):
        return None
    return f"{guest} is no guest of {room}/{file_name}"


def files():
    """(room, path) of every source file of the product."""
    for path in sorted((ROOT / "webhook").rglob("*")):
        if path.suffix in (".cc", ".h"):
            relative = path.relative_to(ROOT / "webhook")
            yield ("main" if len(relative.parts) == 1 else relative.parts[0]), path
    for path in sorted((ROOT / "certs").rglob("*")):
        if path.suffix in (".cc", ".h"):
            yield str(path.parent.relative_to(ROOT)), path


class IncludeArrowsTest(unittest.TestCase):
    def test_every_include_follows_the_table(self):
        found = []
        for room, path in files():
            for number, line in enumerate(path.read_text().splitlines(), 1):
                why = forbidden(room, path.name, line)
                if why:
                    found.append(f"{path.relative_to(ROOT)}:{number}: {why}")
        self.assertEqual(found, [])

    def test_every_room_is_in_the_table(self):
        self.assertEqual({room for room, _ in files()}, set(ROOMS))

    def test_planted_arrows_are_found(self):
        for room, name, line in (
                ("decision", "apply.cc", '#include "policyfile/load.h"'),
                ("decision", "apply.cc", "#include <yaml-cpp/yaml.h>"),
                ("admission", "door.cc", '#include "net/server.h"'),
                ("net", "session.cc", '#include "decision/decide.h"'),
                ("net", "session.cc", '  #  include "admission/door.h"'),
                ("policyfile", "load.cc", "#include <yaml-cpp/yaml.h>"),
                ("base", "files.cc", "#include <spdlog/spdlog.h>"),
                ("certs", "issue.cc", '#include "net/tls.h"'),
                ("certs", "issue.cc", '#include "certs/cluster/client.h"'),
                ("certs/cluster", "client.cc", '#include "certs/rotation/step.h"'),
                ("serve", "run.cc", '#include "certs/cluster/client.h"'),
                ("serve", "run.cc", '#include "certs/rotation/rotate.h"'),
                ("decision", "glob.h", "#include <re2/re2.h>"),
                ("base", "files.cc", "#include <fmt/format.h>")):
            self.assertIsNotNone(forbidden(room, name, line), line)
        self.assertIsNone(forbidden("decision", "glob.cc", "#include <re2/re2.h>"))
        self.assertIsNone(forbidden("net", "server.cc", "#include <vector>"))


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""What the process keeps to itself: no core, no text of a private key in memory, nothing secret in what it tells.

  process_test.py BUILD
"""

import base64
import json
import os
import pathlib
import re
import signal
import unittest

import world

CANARY = "canary-4711"


def memory_of(pid):
    """Every byte that the process can write and read, block by block."""
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
        for line in maps:
            start, end, rights, name = re.match(r"(\w+)-(\w+) (\S+) \S+ \S+ \S+\s*(.*)", line).groups()
            if not rights.startswith("rw") or name.startswith("[v"):
                continue
            memory.seek(int(start, 16))
            try:
                yield memory.read(int(end, 16) - int(start, 16))
            except OSError:  # reserved, never used
                continue


def private_value(pem):
    """The 32 bytes that are secret in a P-256 key: PKCS #8 has them behind an ECPrivateKey's version."""
    der = base64.b64decode("".join(line for line in pem.splitlines() if "-----" not in line))
    at = der.index(bytes.fromhex("0201010420"))
    return der[at + 5:at + 37]


class ProcessTest(unittest.TestCase):
    def start(self, *flags):
        self.server = world.ready(self.enterContext(world.server(world.ROOT / "policies", *flags)))
        self.pid = self.server.process.pid

    def holds(self, secret):
        return any(secret in block for block in memory_of(self.pid))

    def test_no_core_and_no_new_rights(self):
        self.start()
        limits = pathlib.Path(f"/proc/{self.pid}/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")
        self.assertIn("NoNewPrivs:\t1\n", pathlib.Path(f"/proc/{self.pid}/status").read_text())

    def test_a_key_is_in_memory_only_while_it_serves(self):
        binary = (world.BUILD / "sparkgate-webhook").read_bytes()
        if b"__asan_" in binary or b"__tsan_" in binary:
            self.skipTest("a sanitizer keeps what was freed")
        self.start("--poll-interval", "24h")
        try:
            with open(f"/proc/{self.pid}/mem", "rb"):
                pass
        except PermissionError:
            self.skipTest("the memory of another process may not be read here")
        old = (self.server.certificates / "tls.key").read_text()
        self.assertTrue(self.holds(private_value(old)))  # or nothing of this test can be believed
        self.assertFalse(self.holds(old.splitlines()[1].encode()))
        world.webhook.issue_certificates(world.BUILD, self.server.folder / "fresh")
        for name in ("tls.crt", "tls.key"):
            os.replace(self.server.folder / "fresh" / name, self.server.certificates / name)
        self.server.process.send_signal(signal.SIGHUP)
        world.eventually("the new key", lambda: world.metrics(self.server)[
            'sparkgate_certificate_reload_total{result="success"}'] == 1)
        self.assertTrue(self.holds(private_value((self.server.certificates / "tls.key").read_text())))
        self.assertFalse(self.holds(private_value(old)))

    def test_nothing_secret_is_told(self):
        self.start("--log-level", "debug")
        review = world.review(CANARY + "-uid", image="evil.example.com/spark")
        pod = review["request"]["object"]
        pod["metadata"]["annotations"] = {"note": CANARY + "-annotation"}
        pod["spec"]["containers"][0]["env"] = [{"name": "PASSWORD", "value": CANARY + "-value"}]
        pod["spec"]["containers"][0]["args"] = [CANARY + "-argument"]
        review["request"]["userInfo"]["extra"] = {"token": [CANARY + "-token"]}
        told = [self.server.post(path, review).decode() for path in ("/mutate", "/validate")]
        told += [self.server.request("POST", "/mutate", json.dumps(broken).encode())[2].decode()
                 for broken in ({**review, "kind": "Pod"}, {**review, "request": {**review["request"], "uid": ""}})]
        world.eventually("both lines", lambda: self.server.logged().count(CANARY + "-uid") == 2)
        told += [self.server.logged(), self.server.get("/metrics")[1]]
        for text in told:
            self.assertEqual(set(re.findall(CANARY + r"-(\w+)", text)) - {"uid"}, set())


if __name__ == "__main__":
    unittest.main(verbosity=2)

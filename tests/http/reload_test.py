"""Policies that change under a running server: what is good is served, what is not leaves the last good set.

Most servers here look at their files only when SIGHUP says so: what is counted is then known exactly.

  reload_test.py BUILD
"""

import json
import os
import pathlib
import signal
import tempfile
import unittest

import world

NEVER = ("--poll-interval", "24h")
LOST = ("the directory holds no policy any more: that looks like a lost mount, not like a wish; "
        "to serve without policies, start anew")
KEPT = "policies are not replaced: the last good set serves on"


def config_map(folder, revision, text):
    """What kubelet does when a ConfigMap changes: a new folder, then one symlink swapped."""
    (folder / f"..{revision}").mkdir()
    (folder / f"..{revision}" / "policy.yaml").write_text(text)
    (folder / "..data_tmp").symlink_to(f"..{revision}")
    os.replace(folder / "..data_tmp", folder / "..data")
    if not (folder / "policy.yaml").is_symlink():
        (folder / "policy.yaml").symlink_to("..data/policy.yaml")


class ReloadTest(unittest.TestCase):
    def setUp(self):
        self.policies = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sparkgate-")))

    def start(self, *flags):
        self.server = world.ready(self.enterContext(world.server(self.policies, *flags)))
        self.peer = self.enterContext(world.stranger(self.server))  # stays for the whole test
        self.first = self.server.listening["fingerprint"]

    def write(self, text, name="policy.yaml"):
        (self.policies / name).write_text(text)

    def reload(self):
        self.server.process.send_signal(signal.SIGHUP)

    def answer(self):
        """(allowed, fingerprint), asked over the connection that was there before."""
        reply = self.peer.say(world.post(world.review(), path="/validate")).hear_reply()
        response = json.loads(reply.body)["response"]
        return response["allowed"], response["auditAnnotations"]["fingerprint"]

    def reloads(self):
        told = world.metrics(self.server)
        return tuple(told.get(f'sparkgate_policy_reload_total{{result="{result}"}}')
                     for result in ("success", "failure"))

    def logged(self):
        """The events of the log, as far as it is written."""
        return [json.loads(line) for line in self.server.logged().splitlines(keepends=True) if line.endswith("\n")]

    def wait_for_event(self, name):
        return world.eventually(f"{name} in the log",
                                lambda: [line for line in self.logged() if line["event"] == name])

    def changed(self):
        """Waits for a new set and gives the answer with it."""
        world.eventually("another set", lambda: self.answer()[1] != self.first)
        return self.answer()

    def assert_refused(self, *messages):
        """Waits for the refusal; the first set must serve on, and the log must say why."""
        world.eventually("a refusal", lambda: self.reloads() == (0, 1))
        self.assertEqual(self.answer(), (True, self.first))
        self.assertEqual(len(self.wait_for_event(KEPT)), 1)
        self.assertEqual([line["message"] for line in self.logged() if line["event"] == "mistake in policies"],
                         list(messages))

    def test_a_good_set_is_served(self):
        self.write(world.policy())
        self.start(*NEVER)
        self.assertEqual((self.answer(), self.reloads()), ((True, self.first), (0, 0)))
        self.write(world.policy(allow="registry.corp/*"))
        self.write(world.policy("second"), "second.yaml")
        self.reload()
        allowed, fingerprint = self.changed()
        self.assertFalse(allowed)
        told = world.metrics(self.server)
        self.assertEqual((told["sparkgate_policies"], self.reloads()), (2, (1, 0)))
        self.assertEqual([told.get(f'sparkgate_policy_info{{fingerprint="{each}"}}')
                          for each in (self.first, fingerprint)], [None, 1])
        world.eventually("both sets in the log", lambda: [
            line["fingerprint"] for line in self.logged() if line["event"] == "policies"] == [self.first, fingerprint])

    def test_a_bad_set_is_refused_and_a_repaired_one_served(self):
        self.write(world.policy())
        self.start(*NEVER)
        self.write(world.policy(allow="registry.corp/*").replace("defaults", "default"))
        self.reload()
        self.assert_refused("unknown key 'default' in spec, did you mean 'defaults'?")
        place = self.wait_for_event("mistake in policies")[0]["at"]
        self.assertEqual(place, f"{self.policies}/policy.yaml:5:3")
        self.write(world.policy(allow="registry.corp/*"))
        self.reload()
        self.assertFalse(self.changed()[0])
        self.assertEqual(self.reloads(), (1, 1))

    def test_an_empty_directory_is_refused(self):
        self.write(world.policy())
        self.start(*NEVER)
        (self.policies / "policy.yaml").unlink()
        self.reload()
        self.assert_refused(LOST)

    def test_a_directory_that_is_gone(self):
        self.write(world.policy())
        self.start(*NEVER)
        away = self.policies.with_name(self.policies.name + "-away")
        self.policies.rename(away)
        try:
            self.reload()
            self.assert_refused(f"{self.policies}: No such file or directory")
        finally:
            away.rename(self.policies)
        self.write(world.policy(allow="registry.corp/*"))
        self.reload()
        self.assertFalse(self.changed()[0])

    def test_a_config_map_is_watched(self):
        config_map(self.policies, "2026_1", world.policy())
        self.start("--poll-interval", "50ms")
        config_map(self.policies, "2026_2", world.policy(allow="registry.corp/*"))
        allowed, fingerprint = self.changed()
        self.assertEqual((allowed, self.reloads()), (False, (1, 0)))
        config_map(self.policies, "2026_3", "kind: SparkPolicy\n")
        world.eventually("a refusal", lambda: self.reloads() == (1, 1))
        self.assertEqual(self.answer(), (False, fingerprint))
        config_map(self.policies, "2026_4", world.policy())
        world.eventually("the first set again", lambda: self.answer() == (True, self.first))
        self.assertEqual(self.reloads(), (2, 1))

    def whole_answer(self, uid):
        """The policies in an answer, all of which must come from one set."""
        reply = self.peer.say(world.post(world.review(uid))).hear_reply()
        answer = world.cases.decoded(reply.body)["response"]
        audit = answer["auditAnnotations"]
        self.assertEqual((answer["uid"], answer["patch"][-1]["value"]["sparkgate.dev/applied"]),
                         (uid, f"{audit['policies']}@{audit['fingerprint']}"))
        return audit["policies"]

    def test_no_answer_mixes_two_sets(self):
        self.write(world.policy())
        self.start(*NEVER)
        for number in range(300):
            if number % 20 == 0:
                self.write(world.policy(f"strict-{number}"))
                self.reload()
            self.whole_answer(str(number))
        world.eventually("the last set", lambda: self.whole_answer("last") == "strict-280")


if __name__ == "__main__":
    unittest.main(verbosity=2)

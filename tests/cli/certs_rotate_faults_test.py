"""`sparkgate certs rotate` when others spoil, undo, hold up or deny what it does: whoever is served stays trusted.

  certs_rotate_faults_test.py BUILD
"""

import base64
import json
import pathlib
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import door  # noqa: E402
import rotating  # noqa: E402
from api_server import DROP, MUTATING, SECRET, VALIDATING, status  # noqa: E402
from rotating import DONE, INSTALLATION, MUTATING_NAME, NAME, ROTATION, VALIDATING_NAME, name_of, once  # noqa: E402


class FaultsTest(rotating.Rotating):
    build = BUILD

    def test_an_emptied_secret_gets_no_pair_before_it_is_trusted(self):
        """Replicas serve the one that was in it, and API servers have to know the new one first."""
        old = self.installed()["ca.crt"]
        self.api.objects[SECRET]["data"] = {}
        self.steps(3)
        self.assertEqual(sorted(self.api.data()), ["next-ca.crt", "next-tls.crt", "next-tls.key"])
        self.assertEqual(self.api.bundles(), [old + self.api.data()["next-ca.crt"]] * 3)
        self.assertRegex(self.steps(1, "--publish-wait", "1h")[0], "^waiting until 20")
        self.steps(1)
        self.assertRegex(self.steps(1, "--serve-wait", "1h")[0], "^waiting until 20")
        self.assertEqual(self.api.bundles(), [old + self.api.data()["ca.crt"]] * 3)
        self.assertEqual(self.rotate()[0], 0)
        self.assert_settled()

    def test_a_look_that_fails_does_not_overrule_one_that_succeeded(self):
        """A replica with the old certificate answers, and resets the next connection."""
        old = self.installed()
        self.steps(1, "--force")
        self.steps(3)
        new = self.api.data()
        pairs = [(one["tls.crt"], one["tls.key"]) for one in (old, new)]
        with door.Door(pairs[1], None) as at:
            self.assertEqual(self.steps(1, "--served-at", at.address), [f"waiting for an answer: {at.address}: no TLS: stream truncated"])
        with door.Door(pairs[0], pairs[0], None, pairs[1]) as at:
            code, lines, _ = self.rotate("--served-at", at.address)
        self.assertEqual((code, lines), (0, [
            f"waiting until {at.address} serves it", f"waiting for an answer: {at.address}: no TLS: stream truncated",
            f"the CA before it is forgotten in {NAME}", f"only its CA is trusted by {MUTATING_NAME}",
            f"only its CA is trusted by {VALIDATING_NAME}", DONE]))
        self.assert_settled()

    def test_a_certificate_with_text_around_it_is_served(self):
        self.installed()
        pair = self.api.data()
        self.api.put_data(tls_crt="a comment\n" + pair["tls.crt"] + "\n" + pair["ca.crt"])
        self.set_bundle(self.api.bundles()[0] + self.api.path("tls/ca.crt").read_text())
        with door.Door((pair["tls.crt"], pair["tls.key"])) as at:
            self.assertEqual(self.rotate("--served-at", at.address), (0, [f"only its CA is trusted by {MUTATING_NAME}", DONE], ""))

    def test_a_secret_that_is_put_back_costs_no_trust_in_what_is_served(self):
        """Its pair was swapped in long ago; replicas serve another one until they have read it."""
        self.installed()
        old = json.loads(json.dumps(self.api.objects[SECRET]))
        old["metadata"]["annotations"]["certs.sparkgate.dev/swapped"] = "2026-01-01T00:00:00Z"
        self.rotate("--force")
        served = self.api.data()["ca.crt"]
        self.api.objects[SECRET] = old
        self.steps(2)
        self.assertRegex(self.steps(1, "--serve-wait", "1h")[0], "^waiting until 20")
        self.assertEqual(self.api.bundles(), [served + self.api.data()["ca.crt"]] * 3)
        self.assertEqual(self.rotate()[0], 0)
        self.assert_settled()

    def test_ends_when_a_write_does_not_stick(self):
        """Something puts the object back as soon as it was written."""
        tries = []
        stored = self.api.objects[MUTATING]
        self.api.faults = lambda *call: tries.append(call) or (200, stored) if call == ("PUT", MUTATING) else None
        code, _, errors = self.rotate()
        self.assertEqual((code, len(tries), errors), (
            2, 3, f"sparkgate certs: {MUTATING_NAME} does not stay as it is written: something changed it back 3 times (a webhook, "
                  "or a tool that applies manifests)\n"))

    def test_the_old_ca_comes_back_to_a_bundle_that_others_spoilt(self):
        """Replicas serve the old certificate until the new one is seen; nothing but the Secret knows its CA then."""
        old = self.installed()["ca.crt"]
        self.steps(1, "--force")
        self.steps(3)
        new = self.api.data()["ca.crt"]
        self.assertEqual(self.api.data()["previous-ca.crt"], old)
        cut_off = old[:100]
        for bundle in ("", "no certificate", new + cut_off, "\n" * 70000 + new):
            self.set_bundle(bundle)
            self.assertEqual(self.steps(1), [f"its CA is trusted by {MUTATING_NAME}"])
            self.assertEqual(self.api.bundles(), [new + old, *[old + new] * 2])
            self.assertRegex(self.steps(1, "--serve-wait", "1h")[0], "^waiting until 20")
        self.assertEqual(self.rotate()[0], 0)
        self.assert_settled()

    def test_refuses_a_clock_that_is_more_than_an_hour_off(self):
        """By it a good certificate would have expired, and be replaced at once."""
        for ahead in (400 * 86400, 3700, -3700):
            self.api.ahead = ahead
            code, lines, errors = self.rotate("--force")
            self.assertEqual((code, lines, self.api.writes), (2, [], []))
            self.assertRegex(errors, "^sparkgate certs: the API server's clock says [0-9TZ:-]+ and the one here [0-9TZ:-]+: "
                                     "set the wrong one right; nothing was changed\n$")

    def test_replaces_a_broken_certificate(self):
        self.installed()
        without_ca = [*INSTALLATION, MUTATING, VALIDATING]  # there is none to forget
        for broken, writes in (({"tls_crt": "-----BEGIN CERTIFICATE-----\nMIIB"}, ROTATION), ({"tls_key": "no key"}, ROTATION),
                               ({"ca_crt": ""}, without_ca)):
            self.api.writes.clear()
            self.api.put_data(**broken)
            self.assertEqual(self.rotate()[0], 0, broken)
            self.assertEqual(self.api.writes, writes, broken)
            self.assert_settled()

    def test_a_value_that_is_no_base64_is_broken_too(self):
        self.installed()
        self.api.objects[SECRET]["data"]["tls.crt"] = "%"
        self.assertEqual(self.rotate()[0], 0)
        self.assert_settled()

    def test_fills_in_a_ca_bundle_that_was_emptied_or_spoilt(self):
        before = self.installed()
        for bundle in ("", base64.b64encode(b"no certificate").decode()):
            self.api.objects[VALIDATING]["webhooks"][1]["clientConfig"]["caBundle"] = bundle
            self.assertEqual(self.rotate()[0], 0)
            self.assert_settled()
        self.assertEqual(self.api.data(), before)

    def test_a_ca_that_is_published_meanwhile_is_not_dropped(self):
        """Another run goes on between our look and our write."""
        self.installed()
        self.steps(1, "--force")
        self.steps(3)  # the new pair is swapped in; the old CA is to be dropped
        self.steps(1)  # and forgotten
        other = self.api.path("tls/ca.crt").read_bytes()

        def publish(verb, path):
            if (verb, path) == ("PUT", MUTATING) and not published:
                published.append(path)
                stored = self.api.objects[MUTATING]
                stored["metadata"]["resourceVersion"] = "100"
                config = stored["webhooks"][0]["clientConfig"]
                config["caBundle"] = base64.b64encode(base64.b64decode(config["caBundle"]) + other).decode()
        published = []
        self.api.faults = publish
        self.steps(1, "--serve-wait", "0s")
        self.assertIn(other.decode(), self.api.bundles()[0])

    def test_looks_again_after_a_conflict(self):
        self.installed()
        for path in (SECRET, MUTATING, VALIDATING):
            self.api.writes.clear()
            self.api.faults = once(status(409, "changed"), "PUT", path)
            code, lines, errors = self.rotate("--force")
            self.assertEqual((code, errors, self.api.writes), (0, "", ROTATION))
            self.assertEqual([line for line in lines if "trying" in line],
                             [f"trying again: {name_of(path)}: 409 Conflict: changed"])
            self.assert_settled()

    def test_goes_on_when_the_api_server_comes_back(self):
        self.installed()
        for fault in (DROP, status(503, "shutting down"), status(429, "too many")):
            for path in (SECRET, MUTATING, VALIDATING):
                self.api.writes.clear()
                self.api.faults = once(fault, "PUT", path)
                self.assertEqual(self.rotate("--force")[0], 0)
                self.assertEqual(self.api.writes, ROTATION)
                self.assert_settled()


if __name__ == "__main__":
    unittest.main(verbosity=2)

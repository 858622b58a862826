"""`sparkgate certs rotate` before a stand-in for the API server: what it writes, what it leaves alone, and what it says.

  certs_rotate_test.py BUILD

Against a real one: tests/stress/rotation_test.go.
"""

import base64
import datetime
import json
import pathlib
import subprocess
import sys
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import api_server  # noqa: E402
from api_server import DROP, MUTATING, SECRET, VALIDATING, status  # noqa: E402

NAME = "Secret sparkgate-system/sparkgate-tls"
MUTATING_NAME = "MutatingWebhookConfiguration admission.sparkgate.dev"
VALIDATING_NAME = "ValidatingWebhookConfiguration admission.sparkgate.dev"
DONE = "all is as it should be"
ROTATION = [SECRET, MUTATING, VALIDATING, SECRET, MUTATING, VALIDATING]  # the writes of one


def once(fault, *wanted):
    """A fault at the first call that has this verb and path."""
    left = [wanted]

    def ask(*call):
        return fault if call in left and not left.remove(call) else None
    return ask


class RotateTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.api = self.enterContext(api_server.ApiServer(BUILD))

    def rotate(self, *flags, kubeconfig=None):
        """(exit code, lines on stdout, stderr)"""
        words = ["certs", "rotate", "--kubeconfig", kubeconfig or self.api.kubeconfig(), *flags]
        for flag, value in (("--publish-wait", "0s"), ("--serve-wait", "0s"), ("--served-at", "127.0.0.1:1")):
            words += [] if flag in flags else [flag, value]
        done = subprocess.run([BUILD / "sparkgate", *words], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout.splitlines(), done.stderr

    def installed(self):
        """The pair of a first install; the writes of it are forgotten."""
        self.assertEqual(self.rotate()[0], 0)
        self.api.writes.clear()
        return self.api.data()

    def assert_settled(self):
        data = self.api.data()
        self.assertEqual(sorted(data), ["ca.crt", "tls.crt", "tls.key"])
        self.assertEqual(self.api.bundles(), [data["ca.crt"]] * 3)
        self.assertEqual(data["ca.crt"].count("BEGIN"), 1)

    def assert_refused(self, message, *flags, **options):
        """With exit code 2, and nothing is written."""
        self.assertEqual(self.rotate(*flags, **options), (2, [], f"sparkgate certs: {message}\n"))
        self.assertEqual(self.api.writes, [])

    def until(self, days):
        made = datetime.datetime.fromtimestamp(self.api.now(), datetime.timezone.utc)
        return (made + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")

    def test_installs_where_there_is_nothing(self):
        code, lines, errors = self.rotate()
        self.assertEqual((code, errors), (0, ""))
        self.assertRegex(lines.pop(0), f"^a new certificate, until {self.until(365)}:[0-9]+Z, is in {NAME}$")
        self.assertEqual(lines, [f"its CA is trusted by {MUTATING_NAME}", f"its CA is trusted by {VALIDATING_NAME}", DONE])
        self.assertEqual(self.api.writes, [SECRET, MUTATING, VALIDATING])
        self.assert_settled()

    def test_has_nothing_to_do_when_nothing_is_due(self):
        before = self.installed()
        self.assertEqual(self.rotate(), (0, [DONE], ""))
        self.assertEqual((self.api.writes, self.api.data()), ([], before))

    def test_replaces_certificate_and_ca(self):
        before = self.installed()
        code, lines, errors = self.rotate("--force", "--days", "100")
        self.assertEqual((code, errors), (0, ""))
        self.assertRegex(lines.pop(0), f"^a new certificate, until {self.until(100)}:[0-9]+Z, is prepared in {NAME}$")
        self.assertEqual(lines, [
            f"its CA is trusted by {MUTATING_NAME}", f"its CA is trusted by {VALIDATING_NAME}",
            f"the new certificate is in {NAME}",
            "taken for served, as it cannot be looked at: 127.0.0.1:1: no connection: Connection refused",
            f"only its CA is trusted by {MUTATING_NAME}", f"only its CA is trusted by {VALIDATING_NAME}", DONE])
        self.assertEqual(self.api.writes, ROTATION)
        self.assert_settled()
        self.assertNotEqual(self.api.data()["ca.crt"], before["ca.crt"])
        self.assertNotEqual(self.api.data()["tls.key"], before["tls.key"])

    def test_replaces_what_has_fewer_days_left_than_asked_for(self):
        self.rotate("--days", "30")
        self.assertEqual(self.rotate("--renew-before", "29"), (0, [DONE], ""))
        self.api.writes.clear()
        self.assertEqual(self.rotate("--renew-before", "31")[0], 0)
        self.assertEqual(self.api.writes, ROTATION)

    def steps(self, count, *flags):
        """The same as so many runs that are stopped after one step each; the lines of the last."""
        for _ in range(count):
            code, lines, errors = self.rotate("--timeout", "0s", *flags)
            self.assertEqual((code, errors), (1, "sparkgate certs: not finished in 0 s; the next run goes on from here\n"))
        return lines

    def test_a_run_goes_on_where_another_stopped(self):
        self.installed()
        for number in range(1, 5):
            self.steps(1, *["--force"] * (number == 1))
            self.assertEqual(self.api.writes, ROTATION[:number])
        self.assertEqual(self.rotate()[0], 0)
        self.assertEqual(self.api.writes, ROTATION)
        self.assert_settled()

    def test_swaps_when_every_api_server_knows_the_new_ca(self):
        """One of them is behind: it has the configuration of before the rotation in its cache."""
        for path in (MUTATING, VALIDATING):
            old = self.installed()
            stale = json.loads(json.dumps(self.api.objects[path]))
            self.steps(1, "--force")
            self.steps(2)
            self.api.faults = once((200, stale), "GET", path + "?resourceVersion=0")
            self.assertEqual(self.steps(1), ["waiting until every API server knows it"])
            self.assertEqual(self.api.data()["tls.crt"], old["tls.crt"])
            self.assertEqual(self.rotate()[0], 0)
            self.assert_settled()

    def test_keeps_the_old_ca_until_the_new_certificate_is_served(self):
        old = self.installed()["ca.crt"]
        self.steps(1, "--force")
        self.steps(3)
        at = f"127.0.0.1:{self.api.port}"  # serves another one, and will
        self.assertEqual(self.steps(1, "--served-at", at), [f"waiting until {at} serves it"])
        self.assertEqual(self.api.bundles(), [old + self.api.data()["ca.crt"]] * 3)
        self.assertEqual(self.rotate()[0], 0)
        self.assert_settled()

    def test_waits_before_the_swap_and_before_the_drop(self):
        old = self.installed()
        self.steps(1, "--force")
        self.steps(2)
        self.assertRegex(self.steps(1, "--publish-wait", "1h")[0], "^waiting until 20")
        self.assertEqual({key: self.api.data()[key] for key in old}, old)
        self.steps(1)
        self.assertNotEqual(self.api.data()["tls.crt"], old["tls.crt"])
        self.assertRegex(self.steps(1, "--serve-wait", "1h")[0], "^waiting until 20")
        self.assertEqual(self.api.bundles(), [old["ca.crt"] + self.api.data()["ca.crt"]] * 3)
        self.assertEqual(self.rotate()[0], 0)
        self.assert_settled()

    def test_writes_certificates_by_the_clock_of_the_api_server(self):
        self.api.ahead = 400 * 86400
        self.installed()
        self.assertEqual(self.rotate(), (0, [DONE], ""))
        self.api.ahead = 0  # by this clock it is not valid yet
        self.assertEqual(self.rotate()[0], 0)
        self.assertEqual(self.api.writes, ROTATION)

    def test_replaces_a_broken_certificate(self):
        self.installed()
        for broken in ({"tls_crt": "-----BEGIN CERTIFICATE-----\nMIIB"}, {"tls_key": "no key"}, {"ca_crt": ""}):
            self.api.writes.clear()
            self.api.put_data(**broken)
            self.assertEqual(self.rotate()[0], 0, broken)
            self.assertEqual(self.api.writes, ROTATION, broken)
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

    def test_leaves_all_else_alone(self):
        self.api.objects[MUTATING]["webhooks"].append(api_server.webhook("another", service="another"))
        self.api.objects[MUTATING]["webhooks"][1]["clientConfig"]["caBundle"] = "b3RoZXI="
        self.api.put_data(keep="me")
        self.rotate()
        self.rotate("--force")
        self.assertEqual(self.api.objects[MUTATING]["webhooks"][1]["clientConfig"]["caBundle"], "b3RoZXI=")
        self.assertEqual(self.api.data()["keep"], "me")
        self.assertEqual(self.api.objects[SECRET]["type"], "Opaque")

    def test_reads_the_configurations_before_the_secret(self):
        """Else a CA that another run has just published could be dropped: its pair would not have been seen in the Secret."""
        self.installed()
        self.api.reads.clear()
        self.rotate()
        self.assertEqual(self.api.reads, [MUTATING, VALIDATING, SECRET])

    def test_a_ca_that_is_published_meanwhile_is_not_dropped(self):
        """Another run goes on between our look and our write."""
        self.installed()
        self.steps(1, "--force")
        self.steps(3)  # the new pair is swapped in; the old CA is to be dropped
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

    def test_ends_when_it_is_refused(self):
        refused = status(403, "User \"u\" cannot update")
        self.api.faults = lambda verb, path: refused if (verb, path) == ("PUT", SECRET) else None
        self.assert_refused(f'{NAME}: 403 Forbidden: User "u" cannot update')
        self.api.faults = lambda verb, path: refused if (verb, path) == ("GET", VALIDATING) else None
        self.assert_refused(f'{VALIDATING_NAME}: 403 Forbidden: User "u" cannot update')

    def test_ends_when_something_is_not_there(self):
        del self.api.objects[SECRET]
        self.assert_refused(f'{NAME}: 404 Not Found: "sparkgate-tls" not found')
        del self.api.objects[MUTATING]
        self.assert_refused(f'{MUTATING_NAME}: 404 Not Found: "admission.sparkgate.dev" not found')
        self.assert_refused('MutatingWebhookConfiguration other: 404 Not Found: "other" not found', "--configuration", "other")

    def test_ends_when_the_configuration_is_of_another_service(self):
        self.assert_refused(f"{MUTATING_NAME} has no webhook that calls the Service web.sparkgate-system.svc", "--service", "web")

    def test_leaves_cert_managers_certificates_alone(self):
        issuer = {"cert-manager.io/issuer-name": "corp", "app": "x"}
        self.api.objects[SECRET]["metadata"]["annotations"] = issuer
        self.assert_refused(f"{NAME} is cert-manager's (cert-manager.io/issuer-name: corp); nothing was changed")
        del self.api.objects[SECRET]["metadata"]["annotations"]
        self.api.objects[VALIDATING]["metadata"]["annotations"] = {"cert-manager.io/inject-ca-from": "a/b"}
        self.assert_refused(f"{VALIDATING_NAME} is cert-manager's (cert-manager.io/inject-ca-from: a/b); nothing was changed")

    def test_leaves_a_certificate_of_another_ca_alone(self):
        made = self.api.path("rsa")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=corp", "-keyout", f"{made}.key",
                        "-out", f"{made}.crt"], check=True, capture_output=True, timeout=60)
        text = pathlib.Path(f"{made}.crt").read_text()
        self.api.put_data(tls_crt=text, tls_key=pathlib.Path(f"{made}.key").read_text(), ca_crt=text)
        self.assert_refused(f"{NAME} holds a certificate of another CA; nothing was changed. Empty it first if sparkgate is to make its own")

    def test_refuses_wrong_words(self):
        for flags, message in (
                (("--secret", "A_b"), '"A_b" is not a DNS name: labels of 1 to 63 lower-case letters, digits and \'-\', with dots between'),
                (("--days", "30", "--renew-before", "30"),
                 "--renew-before has to be less than --days: a new certificate would be due"),
                (("--served-at", "web:x"), '--served-at "web:x" is no HOST:PORT')):
            self.assert_refused(message, *flags)
        self.assertEqual(self.rotate("--timeout", "1d")[0], 2)


def name_of(path):
    return {SECRET: NAME, MUTATING: MUTATING_NAME, VALIDATING: VALIDATING_NAME}[path]


if __name__ == "__main__":
    unittest.main(verbosity=2)

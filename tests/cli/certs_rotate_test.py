"""`sparkgate certs rotate` before a stand-in for the API server: what it writes, what it leaves alone, and what it says.

  certs_rotate_test.py BUILD

Against a real one: tests/stress/rotation_test.go.
"""

import datetime
import json
import pathlib
import subprocess
import sys
import time
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import api_server  # noqa: E402
import memory  # noqa: E402
import rotating  # noqa: E402
from api_server import MUTATING, SECRET, VALIDATING, status  # noqa: E402
from rotating import DONE, INSTALLATION, MUTATING_NAME, NAME, ROTATION, VALIDATING_NAME, once  # noqa: E402


class RotateTest(rotating.Rotating):
    build = BUILD

    def test_installs_where_there_is_nothing(self):
        code, lines, errors = self.rotate()
        self.assertEqual((code, errors), (0, ""))
        self.assertRegex(lines.pop(0), f"^a new certificate, until {self.until(365)}:[0-9]+Z, is prepared in {NAME}$")
        self.assertEqual(lines, [f"its CA is trusted by {MUTATING_NAME}", f"its CA is trusted by {VALIDATING_NAME}",
                                 f"the new certificate is in {NAME}", DONE])
        self.assertEqual(self.api.writes, INSTALLATION)
        self.assert_settled()

    def test_installs_once_when_forced(self):
        self.assertEqual(self.rotate("--force")[0], 0)
        self.assertEqual(self.api.writes, INSTALLATION)

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
            f"the new certificate is in {NAME}", f"the CA before it is forgotten in {NAME}",
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

    def test_a_run_goes_on_where_another_stopped(self):
        self.installed()
        for number in range(1, 6):
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

    def test_a_cache_without_the_configuration_does_not_know_it(self):
        for path in (MUTATING, VALIDATING):
            self.installed()
            self.steps(1, "--force")
            self.steps(2)
            self.api.faults = once(status(404, "not found"), "GET", path + "?resourceVersion=0")
            self.assertEqual(self.steps(1), ["waiting until every API server knows it"])
            self.assertEqual(self.rotate()[0], 0)

    def test_keeps_the_old_ca_until_the_new_certificate_is_served(self):
        old = self.installed()["ca.crt"]
        self.steps(1, "--force")
        self.steps(3)
        at = f"127.0.0.1:{self.api.port}"  # serves another one, and will
        self.assertEqual(self.steps(1, "--served-at", at), [f"waiting until {at} serves it"])
        self.assertEqual(self.api.bundles(), [old + self.api.data()["ca.crt"]] * 3)
        self.assertEqual(self.rotate()[0], 0)
        self.assert_settled()

    def test_keeps_it_while_nobody_is_where_somebody_asked_to_look(self):
        old = self.installed()["ca.crt"]
        self.steps(1, "--force")
        self.steps(3)
        at = "127.0.0.1:1"
        self.assertEqual(self.steps(1, "--served-at", at), [f"waiting for an answer: {at}: no connection: Connection refused"])
        self.assertEqual(self.api.bundles(), [old + self.api.data()["ca.crt"]] * 3)

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

    def test_keeps_no_private_key_in_memory_while_it_waits(self):
        """Neither the one that was replaced nor the new one, in any of its forms."""
        old = self.installed()
        waits = ["--force", "--publish-wait", "0s", "--serve-wait", "1h"]
        with self.started("rotate", *waits) as run:
            for line in run.stdout:
                if line.startswith("waiting until"):
                    break
            pems = [old["tls.key"], self.api.data()["tls.key"]]
            forms = [form for pem in pems for form in memory.forms_of(pem)]
            self.assertNotEqual(memory.found(run.pid, [line.strip().encode()]), [])  # it can be read
            self.assertEqual(memory.lasting(run.pid, forms), [])

    def test_writes_certificates_by_the_clock_of_the_api_server(self):
        self.api.ahead = 3500
        self.installed()
        self.assertEqual(self.rotate(), (0, [DONE], ""))
        self.api.ahead = 0  # by this clock it is not valid yet
        self.assertEqual(self.rotate()[0], 0)
        self.assertEqual(self.api.writes, ROTATION)

    def test_clocks_of_api_servers_that_are_apart_shorten_no_wait(self):
        """Behind a balancer: once both webhooks trust the new CA, another one answers, half an hour ahead."""
        old = self.installed()

        def answer(verb, path):
            if (verb, path) == ("GET", MUTATING) and VALIDATING in self.api.writes:
                self.api.ahead = 1800
        self.api.faults = answer
        code, lines, _ = self.rotate("--force", "--publish-wait", "10m", "--timeout", "1s")
        self.assertEqual((code, self.api.ahead), (1, 1800))
        self.assertRegex(lines[-1], "^waiting until 20")
        self.assertEqual({key: self.api.data()[key] for key in old}, old)

    def test_dates_what_it_writes_by_the_write_and_not_by_the_look_before_it(self):
        self.installed()
        self.steps(1, "--force")
        self.steps(2)
        asked = []

        def answer_late(_, path):
            if path.endswith("?resourceVersion=0") and not asked:
                time.sleep(2.1)  # what is simulated
                asked.append(self.api.now())
        self.api.faults = answer_late
        self.steps(1)
        swapped = self.api.objects[SECRET]["metadata"]["annotations"]["certs.sparkgate.dev/swapped"]
        at = datetime.datetime.strptime(swapped + "+0000", "%Y-%m-%dT%H:%M:%SZ%z").timestamp()
        self.assertGreaterEqual(at, asked[0] - 1)  # both are whole seconds

    def test_tells_that_something_was_changed_before_it_was_kept_from_going_on(self):
        def claim(*call):
            if call == ("GET", MUTATING) and self.api.writes:
                self.api.objects[SECRET]["metadata"]["annotations"] = {"cert-manager.io/issuer-name": "corp"}
        self.api.faults = claim
        self.assertEqual(self.rotate()[2], f"sparkgate certs: {NAME} is cert-manager's (cert-manager.io/issuer-name: corp); "
                                           "nothing more was changed\n")

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
                (("--served-at", "web:x"), '--served-at "web:x" is no HOST:PORT'),
                (("--served-at", "u:secret@web:1"), "--served-at is no HOST:PORT")):
            self.assert_refused(message, *flags)
        self.assertEqual(self.rotate("--timeout", "1d")[0], 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""What the two doors answer to a review, and to what is none.

  admission_test.py BUILD
"""

import json
import pathlib
import tempfile
import unittest

import world


DENIAL = ("policy strict refuses this Spark driver in namespace spark-jobs "
          "(1 rule; Spark's RBAC hint above is not the cause):\n"
          ' registries: spec.containers[0].image "docker.io/evil" is not from registry.example.com/*')

NO_REVIEW = [
    ("another kind", {"kind": "Pod"}, "kind is not AdmissionReview"),
    ("no kind", {"kind": None}, "kind is not AdmissionReview"),
    ("another version", {"apiVersion": "admission.k8s.io/v2"},
     "apiVersion is neither admission.k8s.io/v1 nor admission.k8s.io/v1beta1"),
    ("no request", {"request": None}, "the AdmissionReview has no request"),
    ("a list for a request", {"request": []}, "the AdmissionReview has no request"),
    ("no uid", {"request": {"kind": {"kind": "Pod"}}}, "the request has no uid"),
    ("an empty uid", {"request": {"uid": "", "kind": {"kind": "Pod"}}}, "the request has no uid"),
    ("a number for a uid", {"request": {"uid": 7, "kind": {"kind": "Pod"}}}, "the request has no uid"),
    ("no object", world.review(object=None), "the request has no object"),
]

NO_JSON = [b"", b" ", b"{", b"hello", b"{} {}", b'{"kind":"AdmissionReview",}', b'{"kind":"\xff"}', b"\0",
           b"[" * 300 + b"]" * 300]


class AdmissionTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        policies = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="sparkgate-"))
        (pathlib.Path(policies) / "strict.yaml").write_text(world.policy())
        cls.server = world.ready(cls.enterClassContext(world.server(policies)))
        cls.fingerprint = cls.server.listening["fingerprint"]

    def answer(self, path, review):
        return world.cases.decoded(self.server.post(path, review))

    def passed(self, uid, **annotations):
        """The answer that allows and changes nothing."""
        return {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1",
                "response": {"uid": uid, "allowed": True,
                             "auditAnnotations": {"fingerprint": self.fingerprint, **annotations}}}

    def refused(self, data):
        """The message of the Status that `data` is answered with."""
        for path in ("/mutate", "/validate"):
            status, fields, body = self.server.request("POST", path, data)
            self.assertEqual((status, fields["Content-Type"]), (400, "application/json"))
            message = json.loads(body)["message"]
            self.assertEqual(json.loads(body), json.loads(world.status_object(400, message)))
        return message

    def test_the_mutating_door(self):
        expected = self.passed("m-1", policies="strict", operations="2")
        expected["response"]["patchType"] = "JSONPatch"
        expected["response"]["patch"] = [
            {"op": "add", "path": "/spec/schedulerName", "value": "yunikorn"},
            {"op": "add", "path": "/metadata/annotations",
             "value": {"sparkgate.dev/applied": f"strict@{self.fingerprint}"}}]
        self.assertEqual(self.answer("/mutate", world.review("m-1")), expected)

    def test_the_validating_door_allows(self):
        self.assertEqual(self.answer("/validate", world.review("v-1")), self.passed("v-1", policies="strict"))

    def test_the_validating_door_refuses(self):
        response = self.answer("/validate", world.review("v-2", image="docker.io/evil"))["response"]
        self.assertEqual(response["status"], {
            "status": "Failure", "code": 403, "reason": "Forbidden", "message": DENIAL,
            "details": {"causes": [{"reason": "registries", "field": "spec.containers[0].image",
                                    "message": 'spec.containers[0].image "docker.io/evil" is not from '
                                               "registry.example.com/*"}]}})
        self.assertEqual((response["uid"], response["allowed"], "patch" in response), ("v-2", False, False))

    def test_both_versions_are_echoed(self):
        for version in ("v1", "v1beta1"):
            for path in ("/mutate", "/validate"):
                told = self.answer(path, world.review("e", version=version))
                self.assertEqual((told["apiVersion"], told["kind"], told["response"]["uid"]),
                                 (f"admission.k8s.io/{version}", "AdmissionReview", "e"))

    def test_any_uid_is_echoed(self):
        for uid in ("705ab4f5-6393-11e8-b7cc-42010a800002", 'a"b\\c', "ü\u2028\U0001f600", "\x01\n", "x" * 5000):
            self.assertEqual(self.answer("/mutate", world.review(uid))["response"]["uid"], uid)

    def test_a_dry_run_is_no_different(self):
        for path, image in (("/mutate", "docker.io/evil"), ("/validate", "docker.io/evil"), ("/validate", "x")):
            wet = self.server.post(path, world.review(image=image, dryRun=False))
            self.assertEqual(self.server.post(path, world.review(image=image, dryRun=True)), wet)
            self.assertEqual(self.server.post(path, world.review(image=image)), wet)

    def test_a_delete_is_allowed(self):
        pod = world.review(image="docker.io/evil")["request"]["object"]
        delete = world.review("gone", operation="DELETE", object=None, oldObject=pod)
        for path in ("/mutate", "/validate"):
            self.assertEqual(self.answer(path, delete), self.passed("gone", policies=""))

    def test_what_is_no_pod_is_allowed(self):
        exec_options = world.review("exec", kind={"group": "", "version": "v1", "kind": "PodExecOptions"},
                                    operation="CONNECT", subResource="exec", object={"command": ["sh"]})
        for path in ("/mutate", "/validate"):
            self.assertEqual(self.answer(path, exec_options), self.passed("exec"))

    def test_what_is_no_review_is_a_bad_request(self):
        for name, change, message in NO_REVIEW:
            with self.subTest(name):
                self.assertEqual(self.refused(json.dumps({**world.review(), **change}).encode()), message)
        self.assertEqual(self.refused(b"[]"), "kind is not AdmissionReview")

    def test_what_is_no_json_is_a_bad_request(self):
        for body in NO_JSON:
            with self.subTest(body[:40]):
                self.assertRegex(self.refused(body), r"^not JSON: [^\n]+$")

    def test_a_bad_request_is_answered_like_every_refusal(self):
        """Byte for byte what the documentation shows, whichever part of the server says no."""
        _, _, body = self.server.request("POST", "/mutate", b"[]")
        self.assertEqual(body, world.status_object(400, "kind is not AdmissionReview"))

    def test_a_bad_request_does_not_end_the_connection(self):
        with world.stranger(self.server) as peer:
            self.assertEqual(peer.say(world.post(b"{")).hear_reply().line, "HTTP/1.1 400 Bad Request")
            self.assertEqual(peer.say(world.post(world.review())).hear_reply().line, "HTTP/1.1 200 OK")

    def test_a_recorded_pod_is_answered_as_its_golden_case_says(self):
        case = world.ROOT / "tests/cases/everything-merges"
        expected = json.loads((case / "expected/answers.json").read_text())["mutate"]
        review = json.loads((case / "review.json").read_text())
        with world.server(case / "policies") as server:
            self.assertEqual(world.cases.decoded(server.post("/mutate", review)), expected)

    def test_no_secret_of_a_pod_is_told_on(self):
        review = world.review("discreet")
        review["request"]["object"]["spec"]["containers"][0]["env"] = [
            {"name": "_SPARK_AUTH_SECRET", "value": "open-sesame"}]
        body = json.dumps(review).encode()
        self.server.post("/mutate", review)
        self.server.post("/validate", review)
        self.refused(body[:-1])
        logged = world.eventually("the last refusal in the log", lambda: self.logged_behind("discreet"))
        self.assertNotIn("open-sesame", logged)
        self.assertNotIn("open-sesame", self.server.get("/metrics")[1])

    def logged_behind(self, uid):
        """The log, once what came behind this review's decisions is in it."""
        log = self.server.logged()
        return log if "not an AdmissionReview" in log[log.rfind(f'"{uid}"'):] else None


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""Pods that were made to be expensive, over TLS: 100 MB of them, and a server that lives.

  large_pods_test.py BUILD

They are those of tests/bench/sizes/shapes.json; tests/bench/sizes/shapes.h says how to read it.
"""

import copy
import itertools
import json
import unittest

import world

TESTS = world.ROOT / "tests"
SHAPES = json.loads((TESTS / "bench/sizes/shapes.json").read_text(encoding="utf-8"))
EXECUTOR = json.loads((TESTS / "recordings/spark-submit-4.1.4-executor.json").read_text(encoding="utf-8"))
POLICY = TESTS / "bench/policies/every_rule.yaml"
MOST_BYTES = 7 << 20  # of one body; a longer one is answered by 413, unread (exchange_test.py)
LEVELS = 200
MOST_MEMORY = 96 << 20  # of a server while it judges the pod with the most findings; a body, read, has 30 MB
DOORS = ("/mutate", "/validate")
OPERATIONS = ("CREATE", "UPDATE")


def items(of_one_step, count, word):
    """What `count` steps add."""
    text = json.dumps(of_one_step)[1:-1].replace("WORD", word).replace("KIB", 1024 * "x")
    text = text.replace('"DEEP"', LEVELS * '{"a":' + "0" + LEVELS * "}").replace('"NUMBER"', "NUMBER")
    return json.loads("[" + ",".join(text.replace("NUMBER", str(number)) for number in range(count)) + "]")


def reach(pod, steps, end):
    """The list or map at `steps` of a pod, made where it is missing; `end` is the step behind it."""
    for step, after in zip(steps, [*steps[1:], end]):
        empty = [] if after in ("-", "0") else {}
        if not isinstance(pod, list):
            pod = pod.setdefault(step, empty)
        else:
            pod += [empty] * (int(step) == len(pod))
            pod = pod[int(step)]
    return pod


def grown(grows, count, word):
    pod = copy.deepcopy(EXECUTOR["request"]["object"])
    for pointer, value in grows.items():
        *steps, end = pointer.split("/")[1:]
        if end == "-":
            reach(pod, steps, end).extend(items(value, count, word))
        elif end == "*":
            for item in items(value, count, word):
                reach(pod, steps, end).update(item)
        elif end == "+":
            *steps, end = steps
            reach(pod, steps, end)[end] = "".join(items(value, count, word))
        else:
            reach(pod, steps, end)[end] = value
    return pod


def review(shape, operation, count):
    request = {**EXECUTOR["request"], "operation": operation, "object": grown(shape["grows"], count, "new")}
    if operation == "UPDATE":
        request["oldObject"] = grown(shape["grows"], count, "old")
    return json.dumps({**EXECUTOR, "request": request}, separators=(",", ":")).encode()


class LargePodsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(world.server(POLICY))

    def decided(self, path, body):
        status, _, answer = self.server.request("POST", path, body)
        self.assertEqual((status, json.loads(answer)["response"]["uid"]), (200, EXECUTOR["request"]["uid"]))

    def test_each_is_decided_and_the_server_lives(self):
        sent = 0
        for shape, operation in itertools.product(SHAPES, OPERATIONS):
            body = review(shape, operation, shape["items"])
            self.assertLess(len(body), MOST_BYTES)
            for path in DOORS:
                with self.subTest(shape["pod"], path=path, operation=operation):
                    self.decided(path, body)
                    sent += len(body)
        self.assertGreater(sent, 100e6)
        self.decided("/mutate", json.dumps(EXECUTOR).encode())
        self.assertEqual(self.server.get("/readyz")[0], 200)

    def test_a_hundred_thousand_findings_do_not_stay_in_memory(self):
        containers = next(shape for shape in SHAPES if shape["pod"] == "containers")
        for operation in OPERATIONS:
            with self.subTest(operation), world.server(POLICY) as server:
                status, _, answer = server.request("POST", "/validate", review(containers, operation, 10000))
                self.assertEqual((status, json.loads(answer)["response"]["allowed"]), (200, False))
                self.assertLess(world.peak_memory(server), MOST_MEMORY)


if __name__ == "__main__":
    unittest.main(verbosity=2)

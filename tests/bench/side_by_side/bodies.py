"""The requests: recorded reviews as kube-apiserver sends them, and policies that speak of other namespaces."""

import json
import pathlib
import subprocess

BENCH = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCH.parent.parent

# Spark 4.1.4 in cluster mode; the last is made from a pod template.
BODIES = ("driver", "executor", "driver-template")
ELSEWHERE = 1000
SHIPPED = ROOT / "policies"


def recording(name):
    return ROOT / f"tests/recordings/spark-submit-4.1.4-{name}.json"


def sent(review):
    return json.dumps(review, separators=(",", ":"), ensure_ascii=False).encode()


def recorded(name):
    return sent(json.loads(recording(name).read_text(encoding="utf-8")))


def validating(name, build):
    """The same request as it comes to /validate, behind /mutate with the shipped policies."""
    done = subprocess.run([build / "sparkgate", "dry-run", "--policies", SHIPPED, "-f", recording(name), "-o", "json",
                           "--show-pod"], capture_output=True, text=True, timeout=30, check=True)
    review = json.loads(recording(name).read_text(encoding="utf-8"))
    review["request"]["object"] = json.loads(done.stdout)["pod"]
    return sent(review)


def write_elsewhere(folder):
    """A policy directory whose policies match none of the bodies."""
    folder.mkdir()
    pattern = (BENCH / "policies/elsewhere.yaml").read_text(encoding="utf-8")
    policies = [pattern.replace("NUMBER", str(number)) for number in range(ELSEWHERE)]
    (folder / "elsewhere.yaml").write_text("---\n".join(policies), encoding="utf-8")
    return folder

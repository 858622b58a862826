"""The requests: recorded reviews as kube-apiserver sends them, and policies that speak of other namespaces."""

import json
import pathlib

BENCH = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCH.parent.parent

# Spark 4.1.4 in cluster mode; the last is made from a pod template.
BODIES = ("driver", "executor", "driver-template")
ELSEWHERE = 1000


def recorded(name):
    review = json.loads((ROOT / f"tests/recordings/spark-submit-4.1.4-{name}.json").read_text(encoding="utf-8"))
    return json.dumps(review, separators=(",", ":"), ensure_ascii=False).encode()


def write_elsewhere(folder):
    """A policy directory whose policies match none of the bodies."""
    folder.mkdir()
    pattern = (BENCH / "policies/elsewhere.yaml").read_text(encoding="utf-8")
    policies = [pattern.replace("NUMBER", str(number)) for number in range(ELSEWHERE)]
    (folder / "elsewhere.yaml").write_text("---\n".join(policies), encoding="utf-8")
    return folder

"""From exec to ready: a server with 200 policy files, each of a tenant with templates and rules of its own.

  cold_start.py BUILD [STARTS]

Prints one line: the median and the slowest of so many starts (20), until it listens and until /readyz says 200, in ms;
and beside it a program that does nothing but load the same shared libraries (`sparkgate version`).
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent / "support"))

import webhook  # noqa: E402

BUILD = pathlib.Path(sys.argv[1]).resolve()
STARTS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
FILES = 200

POLICY = """apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {{name: team-{0}}}
spec:
  match: {{namespaces: [team-{0}, "team-{0}-*"]}}
  defaults:
    driver: {{spec: {{priorityClassName: spark-driver}}}}
    executor: {{spec: {{priorityClassName: spark-executor, terminationGracePeriodSeconds: 60}}}}
  overrides:
    both:
      metadata: {{labels: {{cost-center: "{0}"}}}}
      spec:
        tolerations: [{{key: dedicated, operator: Equal, value: team-{0}, effect: NoSchedule}}]
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms: [{{matchExpressions: [{{key: pool, operator: In, values: [team-{0}]}}]}}]
        containers:
        - name: $spark
          env: [{{name: TEAM, value: team-{0}}}]
          resources: {{limits: {{ephemeral-storage: 20Gi}}}}
  rules:
  - name: registries
    images: {{allow: ["registry.example.com/team-{0}/*"], denyTags: [latest]}}
  - name: sizes
    resources: {{max: {{memory: 32Gi, cpu: "8"}}, requireLimits: [memory]}}
  - name: volumes
    volumes: {{types: [emptyDir, configMap, secret], secrets: {{allow: ["team-{0}-*"]}}}}
  - name: env
    env: {{denyNames: [AWS_SECRET_ACCESS_KEY], denyLiterals: ["AKIA*"]}}
"""


def milliseconds_since(moment):
    return (time.monotonic() - moment) * 1000


def start(policies):
    """(ms until it listens, ms until it is ready)"""
    with webhook.Server(BUILD, policies) as server:
        listens = milliseconds_since(server.began)
        while server.get("/readyz")[0] != 200:
            time.sleep(0.001)
        return listens, milliseconds_since(server.began)


def load_libraries():
    began = time.monotonic()
    subprocess.run([BUILD / "sparkgate", "version"], check=True, capture_output=True, timeout=60)
    return milliseconds_since(began)


def figures(times):
    return f"{statistics.median(times):.0f} ms, {max(times):.0f} at most"


def main():
    with tempfile.TemporaryDirectory() as folder:
        for number in range(FILES):
            pathlib.Path(folder, f"team-{number}.yaml").write_text(POLICY.format(number), encoding="utf-8")
        listens, ready = zip(*(start(folder) for _ in range(STARTS)))
        beside = [load_libraries() for _ in range(STARTS)]
    print(f"seen: {FILES} policy files, {STARTS} starts: listens in {figures(listens)}; is ready in {figures(ready)}; "
          f"`sparkgate version` takes {figures(beside)}")


if __name__ == "__main__":
    main()

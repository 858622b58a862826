"""`./dev demo`: sends recorded pods of real Spark to a running webhook, and shows what it does with each, and why.

  demo.py BUILD

Each review goes over TLS to /mutate and, patched, to /validate, as kube-apiserver would send it. What changed is shown
by `sparkgate dry-run --explain`; that both say the same is checked on the way.
"""

import base64
import json
import pathlib
import subprocess
import sys

import webhook

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def command_line(build, recording, *flags, **options):
    return subprocess.run([build / "sparkgate", "dry-run", "-p", "policies", "-f", recording, *flags], cwd=ROOT,
                          check=False, timeout=60, **options)


def ask(server, build, recording):
    """What the running server answers: (mutate, validate), as text."""
    review = json.loads((ROOT / recording).read_text())
    mutate = server.post("/mutate", review).decode()
    told = command_line(build, recording, "-o", "json", "--show-pod", capture_output=True, text=True)
    review["request"]["object"] = json.loads(told.stdout)["pod"]
    return mutate, server.post("/validate", review).decode()


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    recordings = sorted(path.relative_to(ROOT) for path in (ROOT / "tests/recordings").glob("*.json")
                        if not path.name.endswith(".raw.json"))
    changed = denied = differing = 0
    with webhook.Server(build, ROOT / "policies") as server:
        print(f"sparkgate-webhook listens on {server.listening['admission']} with the policies of policies/\n",
              flush=True)
        for recording in recordings:
            mutate, validate = ask(server, build, recording)
            print(recording, flush=True)
            command_line(build, recording, "--explain")
            print(flush=True)
            told = command_line(build, recording, "-o", "review", capture_output=True, text=True).stdout
            differing += told.splitlines() != [mutate, validate]
            patch = json.loads(mutate)["response"].get("patch")
            changed += bool(patch and json.loads(base64.b64decode(patch)))
            denied += not json.loads(validate)["response"]["allowed"]
    total = len(recordings)
    print(f"{total} recorded pods: {total - denied} allowed, {denied} denied, {changed} changed; "
          f"server and command line differ on {differing}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())

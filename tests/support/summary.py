"""The last line of `./dev test`: N passed, N failed, N skipped.

  summary.py FOLDER     adds up what the parts left in FOLDER: ctest-*.xml (JUnit), e2e.json, oracle.json and
                        stress.json (go test -json) and checks ("passed NAME" or "failed NAME" a line); lists failures and
                        skips; fails when one failed
"""

import collections
import json
import pathlib
import sys
import xml.etree.ElementTree as xml

Result = collections.namedtuple("Result", "state name why")


def of_ctest(path):
    for case in xml.parse(path).getroot().iter("testcase"):
        state = {"run": "passed", "fail": "failed"}.get(case.get("status"), "skipped")
        why = case.findtext("system-out") or ""
        lines = [line for line in why.splitlines() if "skipped" in line.lower()]
        yield Result(state, f"{path.stem.removeprefix('ctest-')}: {case.get('name')}", lines[0] if lines else "")


def of_go(path):
    """Each test and subtest that ran, and each package that did not even build."""
    said = collections.defaultdict(list)
    for line in path.read_text().splitlines():
        event = json.loads(line) if line.startswith("{") else {}
        key = (event.get("Package"), event.get("Test"))
        if event.get("Action") == "output":
            said[key].append(event["Output"].strip())
        state = {"pass": "passed", "fail": "failed", "skip": "skipped"}.get(event.get("Action"))
        if state and (event.get("Test") or state == "failed"):
            why = " ".join(text for text in said[key] if text and not text.startswith(("---", "===")))
            yield Result(state, f"{path.stem}: {key[1] or key[0]}", why)


def of_checks(path):
    for line in path.read_text().splitlines():
        state, name = line.split(" ", 1)
        yield Result(state, name, "")


def results(folder):
    for path in sorted(folder.glob("ctest-*.xml")):
        yield from of_ctest(path)
    for path in sorted(folder.glob("*.json")):
        yield from of_go(path)
    if (folder / "checks").exists():
        yield from of_checks(folder / "checks")


def main():
    found = list(results(pathlib.Path(sys.argv[1])))
    for state in ("skipped", "failed"):
        for result in found:
            if result.state == state:
                print(f"{state}: {result.name}" + (f" ({result.why[:300]})" if result.why else ""))
    count = collections.Counter(result.state for result in found)
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    return 1 if count["failed"] or not count["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())

"""The alerts: promtool tries them on series, and each has its paragraph in webhook/README.md.

Needs promtool (its path in $PROMTOOL, in build/e2e/bin, or in PATH) and python3-yaml, else it is skipped: exit code 77.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    yaml = None

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROMTOOL = shutil.which(os.environ.get("PROMTOOL", str(ROOT / "build/e2e/bin/promtool"))) or shutil.which("promtool")
PAGE = (ROOT / "webhook/README.md").read_text(encoding="utf-8")


def section(title):
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


class AlertsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="sparkgate-")))
        rule = yaml.safe_load((ROOT / "manifests/components/prometheus/alerts.yaml").read_text(encoding="utf-8"))
        cls.alerts = [alert for group in rule["spec"]["groups"] for alert in group["rules"]]
        (cls.folder / "rules.yaml").write_text(yaml.safe_dump(rule["spec"]), encoding="utf-8")
        cls.tests = sorted(HERE.glob("alerts*.test.yaml"))
        for test in cls.tests:
            shutil.copy(test, cls.folder)

    def promtool(self, *arguments):
        done = subprocess.run([PROMTOOL, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_rules_are_valid(self):
        self.assertIn(f"SUCCESS: {len(self.alerts)} rules found", self.promtool("check", "rules", "rules.yaml"))

    def test_each_fires_when_it_should_and_only_then(self):
        self.promtool("test", "rules", *(test.name for test in self.tests))

    def test_each_has_such_a_test(self):
        tests = [test for path in self.tests for test in yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]]
        fired, quiet = set(), set()
        for one in (rule for test in tests for rule in test["alert_rule_test"]):
            (fired if one["exp_alerts"] else quiet).add(one["alertname"])
        names = {alert["alert"] for alert in self.alerts}
        self.assertEqual((fired, quiet), (names, names))

    def test_each_has_a_paragraph_that_it_leads_to(self):
        headings = re.findall(r"^### (\w+)$", section("Alerts"), re.M)
        self.assertEqual(headings, [alert["alert"] for alert in self.alerts])
        for alert in self.alerts:
            self.assertEqual(alert["annotations"]["runbook_url"], f"webhook/README.md#{alert['alert'].lower()}")
            paragraph = section("Alerts").split(f"### {alert['alert']}\n\n")[1]
            self.assertEqual(paragraph.split(":")[0].lower(), alert["labels"]["severity"], alert["alert"])

    def test_they_ask_for_metrics_that_the_page_names(self):
        named = set(re.findall(r"`(sparkgate_\w+)", section("Metrics")))
        for alert in self.alerts:
            asked = {re.sub("_bucket$", "", name) for name in re.findall(r"\bsparkgate_\w+", alert["expr"])}
            self.assertLessEqual(asked, named, alert["alert"])


if __name__ == "__main__":
    if yaml is None or PROMTOOL is None:
        print("skipped: needs promtool (run tests/e2e/install, or let $PROMTOOL name it) and the Debian package python3-yaml")
        sys.exit(77)
    unittest.main(verbosity=2)

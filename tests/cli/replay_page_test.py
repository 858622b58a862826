"""The page of `sparkgate replay -o html`: whole in one file, safe with hostile names, usable by all. With Debian's
chromium it is opened, too.

  replay_page_test.py BUILD
"""

import base64
import hashlib
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import replaying  # noqa: E402

REPORT = ROOT / "webhook/cli/report"
HOSTILE = "</script><img src=x onerror=alert(1)>{{policies}}"


def pod(number, space, image):
    labels = {"spark-role": "driver", "spark-app-selector": f"{HOSTILE}{number}"}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": HOSTILE, "namespace": space, "labels": labels},
            "spec": {"containers": [{"name": "c", "image": image, "env": [{"name": "PASSWORD", "value": "canary"}]}]}}


PODS = [pod(1, "a", "bad/i"), pod(2, "a", "good/i"), pod(3, HOSTILE, "bad/i"), pod(4, "b", "good/i")]


class Elements(html.parser.HTMLParser):
    """The elements of a page: (name, attributes)."""

    def __init__(self, text):
        super().__init__()
        self.all = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, dict(attrs)))

    def named(self, name):
        return [attributes for tag, attributes in self.all if tag == name]


class PageTest(replaying.Replaying):
    build = BUILD

    def setUp(self):
        super().setUp()
        self.write("a.ndjson", "".join(json.dumps(one) + "\n" for one in PODS) + HOSTILE + "\n")
        self.page = self.replay("-p", "new.yaml", "--against", "old.yaml", "a.ndjson")

    def replay(self, *words):
        code, page, _ = self.run_replay("-o", "html", *words)
        self.assertEqual(code, 2)
        return page

    def test_is_whole_and_lets_nothing_in(self):
        """It loads nothing, and what it may run is known by its hash, which changes with the file."""
        elements = Elements(self.page)
        self.assertEqual([], [one for one in elements.all if {"src", "onerror", "style"} & set(one[1])])
        self.assertEqual([], [one for one in elements.named("a") if not one["href"].startswith("#")])
        self.assertEqual([], elements.named("link") + elements.named("img"))
        hashes = [base64.b64encode(hashlib.sha256((REPORT / name).read_bytes()).digest()).decode()
                  for name in ("replay.css", "replay.js")]
        self.assertEqual([one["content"] for one in elements.named("meta") if "http-equiv" in one], [
            "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'" % tuple(hashes)])

    def test_tells_what_the_report_has(self):
        text = re.sub(r"<(style|script)>.*?</\1>", "", self.page, flags=re.S)
        self.assertIn("<h1>2 pods newly denied, 2 newly allowed, 4 patch differs</h1>", text)
        self.assertIn('<span class="space">a</span> <span class="rule">p/r</span> <span class="words">1 driver, 1 owner</span>', text)
        self.assertEqual(text.count('<li class="plus"><span class="sign">+</span>add /spec/priorityClassName &quot;low&quot;</li>'), 4)
        self.assertEqual(text.count('<li class="minus"><span class="sign">−</span>add /spec/priorityClassName &quot;high&quot;</li>'), 4)
        self.assertIn("<summary>1 broken</summary>", text)
        self.assertNotIn("canary", text)
        self.assertNotIn("<img", text)
        self.assertEqual(text.count("{{policies}}"), text.count("onerror"))

    def test_can_be_used_by_all(self):
        elements = Elements(self.page)
        names = [attributes["id"] for _, attributes in elements.all if "id" in attributes]
        self.assertEqual(len(names), len(set(names)))
        for tag, attributes in elements.all:
            self.assertIn(attributes.get("aria-labelledby", names[0]), names, tag)
        self.assertEqual(elements.named("html"), [{"lang": "en"}])
        self.assertEqual([len(elements.named(one)) for one in ("h1", "main", "header", "footer", "caption")], [1] * 5)
        self.assertEqual(len(elements.named("details")), len(elements.named("summary")))
        for drawing in elements.named("svg"):
            self.assertTrue(drawing.get("aria-label") or drawing.get("aria-hidden"), drawing)

    def test_of_one_set_and_of_nothing(self):
        self.assertIn("<h1>2 pods denied, 4 changed</h1>", self.replay("-p", "old.yaml", "a.ndjson"))
        self.assertIn("<h1>Nothing changes</h1>", self.replay("-p", "old.yaml", "--against", "old.yaml", "a.ndjson"))

    def test_in_chromium(self):
        """Filters are there, no text runs out of a narrow page, and the browser has nothing to complain about."""
        browser = shutil.which("chromium")
        if browser is None:
            self.skipTest("there is no chromium: apt install chromium")
        self.write("page.html", self.page)
        self.write("frame.html", """<iframe id=f src=page.html width=360 height=900></iframe><p id=p></p><script>onload = () => {
          const inner = f.contentDocument; p.textContent = [inner.querySelector('output').textContent, inner.forms[0].hidden,
          inner.documentElement.scrollWidth - inner.documentElement.clientWidth, getComputedStyle(inner.querySelector('.tiles')).display].join() }</script>""")
        done = subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
                               "--enable-logging=stderr", f"--user-data-dir={self.place}/profile", "--window-size=500,900",
                               "--dump-dom", f"file://{self.place}/frame.html"],
                              capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "HOME": str(self.place)})
        said = re.search(r'<p id="p">(.*?)</p>', done.stdout)
        self.assertEqual(said and said.group(1), "7 of 7 groups,false,0,grid", done.stdout[-2000:] + done.stderr[-2000:])
        self.assertEqual([line for line in done.stderr.splitlines() if "CONSOLE" in line], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)

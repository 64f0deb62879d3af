"""Opens a page in headless Chromium and prints what is wrong with it, one line each; nothing when all is well.

Usage: page.py FILE [--pictures DIRECTORY]

It speaks the DevTools protocol over two pipes, so that it needs nothing but Python and Chromium. What it looks at: errors and
warnings on the console, requests, whether text from outside became markup, whether all can be read without scripts, on a
narrow screen and by the keyboard; and what axe-core says, where the Python package axe-core-python is installed.
"""

import base64
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


class Browser:
    def __init__(self, profile):
        executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if executable is None:
            sys.exit("no Chromium")
        to_browser, self.input = os.pipe()
        self.output, from_browser = os.pipe()

        def descriptors():
            one, other = os.dup(to_browser), os.dup(from_browser)
            os.dup2(one, 3)
            os.dup2(other, 4)

        self.process = subprocess.Popen(
            [executable, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             "--disable-dev-shm-usage", "--user-data-dir=" + profile, "about:blank"],
            preexec_fn=descriptors, close_fds=False, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.pending = b""
        self.number = 0
        self.events = []
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = None
        self.session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]

    def read(self):
        while b"\0" not in self.pending:
            part = os.read(self.output, 1 << 20)
            if not part:
                sys.exit("Chromium has ended")
            self.pending += part
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, parameters=None):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.input, data):]
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, event):
        while True:
            for seen in self.events:
                if seen.get("method") == event:
                    self.events.remove(seen)
                    return seen
            self.events.append(self.read())

    def open(self, url):
        # A page that differs in its fragment only is not loaded anew.
        for place in ("about:blank", url):
            self.call("Page.navigate", {"url": place})
            self.wait("Page.loadEventFired")

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", {
            "expression": expression, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"])[:2000])
        return result["result"].get("value")

    def press(self, key, code=None):
        text = {"Enter": "\r"}.get(key)
        keys = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowRight": 39, "ArrowDown": 40, "ArrowUp": 38}
        event = {"key": key, "code": code or key, "windowsVirtualKeyCode": keys.get(key, 0)}
        if len(key) == 1:
            text = key
        down = dict(event, type="keyDown", **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", down)
        self.call("Input.dispatchKeyEvent", dict(event, type="keyUp"))
        time.sleep(0.05)

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def picture(self, path):
        data = self.call("Page.captureScreenshot", {"format": "png"})["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (RuntimeError, SystemExit, OSError):
            pass
        self.process.wait(20)


def check(browser, url, complaints):
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.call(domain + ".enable")
    browser.size(1280, 900)
    browser.open(url)
    time.sleep(0.3)
    browser.evaluate("1")
    for event in browser.events:
        method, values = event.get("method"), event.get("params", {})
        if method == "Log.entryAdded":
            complaints.append("console: " + values["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            complaints.append("console: " + json.dumps(values["args"])[:300])
        elif method == "Runtime.exceptionThrown":
            complaints.append("exception: " + json.dumps(values)[:300])
        elif method == "Network.requestWillBeSent" and values["request"]["url"].split("#")[0] not in (url, "about:blank"):
            complaints.append("request: " + values["request"]["url"][:200])
    browser.events.clear()
    # Text from outside became no markup.
    for what, expression in [
        ("scripts", "document.scripts.length - 1"),
        ("outward links", "document.querySelectorAll('a:not([href^=\"#\"])').length"),
        ("loaded things", "document.querySelectorAll('img, iframe, object, embed, link, base, form, video, audio').length"),
        ("event handlers", "[...document.querySelectorAll('*')].filter(e => [...e.attributes]"
                           ".some(a => a.name.startsWith('on') || a.name === 'style')).length"),
        ("links to nowhere", "[...document.querySelectorAll('a[href], use[href]')]"
                             ".filter(e => !document.getElementById(e.getAttribute('href').slice(1))).length"),
        ("ids given twice", "(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id))"),
    ]:
        count = browser.evaluate(expression)
        if count:
            complaints.append(f"{what}: {count}")
    if browser.evaluate("window.pwned === undefined") is not True:
        complaints.append("a script of the subject ran")


def check_widths(browser, complaints):
    for width in (320, 390, 768, 1280):
        browser.size(width, 900)
        over = browser.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            complaints.append(f"{over} pixels too wide on a screen of {width}")
    browser.size(1280, 900)


def check_keyboard(browser, complaints):
    def expect(what, expression):
        if browser.evaluate(expression) is not True:
            complaints.append(f"keyboard: {what}")

    browser.press("Tab")
    expect("the first stop is the link to the findings", "document.activeElement.classList.contains('jump')")
    browser.press("/", "Slash")
    expect("/ leads to the search", "document.activeElement.id === 'search'")
    for letter in "file-2":
        browser.press(letter)
    expect("the search finds one requirement", "document.getElementById('shown').textContent.startsWith('1 of ')")
    browser.evaluate("(s => { s.value = ''; s.dispatchEvent(new Event('input')) })(document.getElementById('search'))")
    browser.evaluate("document.querySelector('#filters button').focus()")
    browser.press("Enter")
    expect("a filter can be pressed", "document.activeElement.getAttribute('aria-pressed') === 'false'")
    browser.press("Enter")
    if not browser.evaluate("document.querySelector('.grid table') !== null"):
        return
    expect("the table is one stop", "document.querySelectorAll('.grid td a[tabindex=\"0\"]').length === 1")
    browser.evaluate("document.querySelector('.grid td a[tabindex=\"0\"]').focus()")
    browser.evaluate("window.first = document.activeElement; 1")
    browser.press("ArrowRight")
    expect("an arrow leads to the next cell",
           "document.activeElement !== first && document.activeElement.closest('.grid td') !== null")
    browser.press("Enter")
    time.sleep(0.2)
    expect("a cell leads to its case", "document.querySelector('.case:target code').textContent.includes(' --case ')")
    expect("the case has the focus", "document.activeElement === document.querySelector('.case:target')")
    browser.press("Escape")
    time.sleep(0.2)
    expect("Escape closes the case", "document.querySelector('.case:target') === null")
    expect("Escape leads back to the cell", "document.activeElement.closest('.grid td') !== null")


def check_without_script(browser, url, complaints):
    browser.call("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.open(url + "#main")
    seen = browser.evaluate(
        "[...document.querySelectorAll('article, details, section')].filter(e => e.hidden).length")
    if seen:
        complaints.append(f"without scripts {seen} parts are hidden")
    if browser.evaluate("document.getElementById('filters')?.hidden") is False:
        complaints.append("without scripts there are filters that do nothing")
    browser.call("Emulation.setScriptExecutionDisabled", {"value": False})


def check_axe(browser, url, complaints):
    package = importlib.util.find_spec("axe_core_python")
    if package is None:
        print("note: axe-core-python is not installed", file=sys.stderr)
        return
    script = pathlib.Path(package.origin).parent / "axe.min.js"
    for scheme in ("light", "dark"):
        browser.call("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        browser.open(url)
        browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        browser.evaluate(script.read_text() + "; 1")
        violations = json.loads(browser.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations.map("
            "v => [v.id, v.help, v.nodes.length, v.nodes[0].target.join(' '), v.nodes[0].failureSummary])))"))
        complaints += [f"axe ({scheme}): " + " | ".join(map(str, v)) for v in violations]
    browser.call("Emulation.setEmulatedMedia", {"features": []})


def take_pictures(browser, url, directory):
    for name, width, height, scheme, place in [
        ("desktop", 1280, 1600, "light", ""), ("dark", 1280, 1600, "dark", ""), ("phone", 390, 1400, "light", ""),
        ("grid", 1280, 1000, "light", "#grid"), ("grid-dark", 1280, 1000, "dark", "#grid"),
        ("grid-phone", 390, 900, "light", "#grid"), ("case", 1280, 900, "light", "#c7"),
        ("requirements", 1280, 1400, "light", "#requirements"),
        ("provenance", 1280, 1000, "light", "#provenance"),
    ]:
        browser.size(width, height)
        browser.call("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        browser.open(url + place)
        time.sleep(0.2)
        browser.picture(f"{directory}/{name}.png")
    browser.evaluate(
        "(d => { for (let e = d; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;"
        " d?.scrollIntoView({block: 'center'}) })((document.querySelector('.trace .struck') ||"
        " document.querySelector('.trace'))?.closest('.trace'))")
    browser.picture(f"{directory}/trace.png")
    data = browser.call("Page.printToPDF", {"printBackground": True, "paperWidth": 8.27, "paperHeight": 11.69})
    pathlib.Path(f"{directory}/print.pdf").write_bytes(base64.b64decode(data["data"]))


def main():
    url = pathlib.Path(sys.argv[1]).resolve().as_uri()
    complaints = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            check(browser, url, complaints)
            check_widths(browser, complaints)
            if browser.evaluate("document.getElementById('filters') !== null"):
                check_keyboard(browser, complaints)
            check_without_script(browser, url, complaints)
            check_axe(browser, url, complaints)
            if "--pictures" in sys.argv:
                take_pictures(browser, url, sys.argv[sys.argv.index("--pictures") + 1])
        finally:
            browser.close()
    for complaint in complaints:
        print(complaint)


main()

"""How long home, sign-in and the lists take to paint on a slow line: 50 kbit/s, 500 ms, in real Chromium. Reported, not held.

    python tests/load/first_paint.py http://127.0.0.1:8000 project-officer-ug@demo.example PASSWORD

Each page is opened by a browser that has seen nothing (cold), then again (warm).
"""

import os
import shutil
import sys

from playwright.sync_api import sync_playwright

GPRS = {"offline": False, "latency": 500, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
PAGES = ("/", "/projects/", "/cases/", "/risks/", "/knowledge/")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
BYTES = "performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0)"


def main(site, email, password):
    """Prints one line for each page: seconds to the first paint and kilobytes, cold and warm."""
    print(f"load average {os.getloadavg()[0]:.1f}")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        state = sign_in(browser, site, email, password)
        measure(browser, site, "/accounts/login/", None)
        for path in PAGES:
            measure(browser, site, path, state)
        browser.close()


def sign_in(browser, site, email, password):
    page = browser.new_page()
    page.goto(f"{site}/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/")
    state = page.context.storage_state()
    page.context.close()
    return state


def measure(browser, site, path, state):
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", GPRS)
    found = []
    for _ in range(2):
        page.goto(f"{site}{path}", wait_until="load", timeout=120_000)
        page.wait_for_timeout(200)
        found += [page.evaluate(PAINT) / 1000, page.evaluate(BYTES) / 1024]
    print("{:18} cold {:5.2f} s {:5.1f} KB   warm {:5.2f} s {:5.1f} KB".format(path, *found))
    context.close()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: first_paint.py SITE E-MAIL PASSWORD")
    main(*sys.argv[1:])

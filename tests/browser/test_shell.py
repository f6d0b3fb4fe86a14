"""What the server sends around the page script, seen without a browser."""

import gzip
import re
import urllib.error
import urllib.request
from email.message import Message

import brotli
import pytest

from tests.browser.serving import RunningServer

pytestmark = pytest.mark.browser


def fetch(url: str, **headers: str) -> tuple[int, Message, str]:
    """Return the status, headers and text of an address."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.headers, response.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode("utf-8", "replace")


@pytest.mark.parametrize("path", ["/", "/criteres?critere=2.4"])
def test_first_bytes_are_already_french(path: str, gallery: RunningServer) -> None:
    """Before any script has run the page has its language, its title, its icon and a French fallback."""
    # As a browser that has an older page in its cache and accepts compression.
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip, br", "If-None-Match": '"x"'}
    status, received, page = fetch(gallery.url + path, **headers)
    assert status == 200
    assert '<html lang="fr">' in page
    assert "<title>Boussole CMQ</title>" in page
    assert "favicon.svg" in page
    assert "a besoin de JavaScript" in page
    assert page.index("francais.js") < page.index('type="module"')
    for english in ("You need to enable", "service-desc", "Streamlit</title>", "agent"):
        assert english not in page
    assert received["Cache-Control"] == "no-cache"
    assert int(received["Content-Length"]) == len(page.encode())


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/criteres/2.4?a=%C3%A9", "/criteres?a=%C3%A9"),
        ("/a/b/c/", "/a"),
        ("/%E2%82%AC/x", "/%E2%82%AC"),
    ],
)
def test_an_address_below_a_page_leads_to_that_page(path: str, leads_to: str, gallery: RunningServer) -> None:
    """There the page would look for its code where it is not, and stay blank; a file that is missing is no page."""
    request = urllib.request.Request(gallery.url + path, headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.url == gallery.url + leads_to
        assert '<html lang="fr">' in response.read().decode()
    missing = urllib.request.Request(f"{gallery.url}/static/js/inconnu.js", headers={"Accept": "*/*"})
    with urllib.request.urlopen(missing, timeout=10) as response:
        assert response.url == f"{gallery.url}/static/js/inconnu.js"


def test_index_page_of_streamlit_is_still_the_one_we_know(gallery: RunningServer) -> None:
    """Every replacement of the page shell found what it replaces."""
    fetch(gallery.url, Accept="text/html")
    assert "a changé" not in gallery.log.read_text()


@pytest.mark.parametrize(
    "path", ["/", "/sante", "/ressources/francais.js", "/_stcore/health", "/media/inconnu.png"]
)
def test_every_response_carries_the_security_headers(path: str, gallery: RunningServer) -> None:
    """No response leaves without them."""
    _, headers, _ = fetch(gallery.url + path, Accept="text/html")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "default-src" in headers["Content-Security-Policy"]


def test_content_policy_lets_nothing_out(gallery: RunningServer) -> None:
    """The policy names no other host, no inline script and no eval."""
    _, headers, _ = fetch(gallery.url, Accept="text/html")
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    host = gallery.url.removeprefix("http://")
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["connect-src"] == f"'self' ws://{host} wss://{host}"
    assert "unsafe" not in policy["script-src"]
    assert policy["object-src"] == "'none'"


def test_uploaded_files_cannot_run(gallery: RunningServer) -> None:
    """A file at its own address is sandboxed."""
    _, headers, _ = fetch(f"{gallery.url}/media/inconnu.html", Accept="text/html")
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_static_files_are_few_and_cached(gallery: RunningServer) -> None:
    """Only named files are served, for good when their address carries their content's mark."""
    status, headers, script = fetch(f"{gallery.url}/ressources/francais.js?v=1")
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert "Choisir une date" in script
    assert fetch(f"{gallery.url}/ressources/francais.js")[1]["Cache-Control"] == "no-cache"
    for path in ("server.py", "..%2Fserver.py", "style.css"):
        assert fetch(f"{gallery.url}/ressources/{path}")[0] in {400, 404}
    assert fetch(f"{gallery.url}/sante")[2] == '{"etat":"ok"}'


def test_streamlit_s_own_scripts_come_compressed_to_whoever_takes_them(gallery: RunningServer) -> None:
    """The same bytes, several times smaller, kept as long; a page that does not exist is not kept as a file."""
    page = fetch(gallery.url, Accept="text/html")[2]
    found = re.search(r"static/js/index\.[^\"]+\.js", page)
    assert found is not None
    address = f"{gallery.url}/{found[0]}"
    with urllib.request.urlopen(address, timeout=10) as response:
        plain, kept = response.read(), response.headers["Cache-Control"]
    for accepted, encoding in (("gzip", "gzip"), ("gzip, deflate, br;q=1.0", "br"), ("br;q=0, gzip", "gzip")):
        request = urllib.request.Request(address, headers={"Accept-Encoding": accepted})
        with urllib.request.urlopen(request, timeout=10) as response:
            packed, headers = response.read(), response.headers
        assert headers["Content-Encoding"] == encoding
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Cache-Control"] == kept
        assert "default-src" in headers["Content-Security-Policy"]
        assert (brotli if encoding == "br" else gzip).decompress(packed) == plain
        assert len(packed) < len(plain) / 2
    _, headers, body = fetch(f"{gallery.url}/static/js/inconnu.js", **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in headers
    assert "<html" in body
    status, headers, _ = fetch(address, **{"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
    assert (status, headers["Content-Encoding"]) == (206, None)

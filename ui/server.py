"""What stands around the Streamlit script: the French page shell, security headers, health, static files.

Pure ASGI: websockets and streamed responses pass through untouched. Nothing of the domain is imported here, so that the
first page goes out at once.
"""

import gc
import hashlib
import html
import logging
import re
import time
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import quote

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.compression import CompressedStatic

STATIC: Final = Path(__file__).parent / "static"
APP_NAME: Final = "Boussole CMQ"

# The only files that are served from ui/static: what is not named here does not exist for a browser.
PUBLIC_FILES: Final = {
    "francais.js": "text/javascript; charset=utf-8",
    "reperes.js": "text/javascript; charset=utf-8",
    "favicon.svg": "image/svg+xml",
}

MODULES: Final = ("TextInput", "PageLink", "Html", "Button", "ButtonGroup")
"""Streamlit's code for the kinds of elements that every page has."""
MORE_MODULES: Final = {
    "criteres": ("Radio",),
    "resultats": ("Metric", "PlotlyChart"),
    "indicateurs": ("PlotlyChart",),
}
"""By address, its code for the others that a page begins with."""

AHEAD: Final = ("ui.session", "numpy", "PIL.Image", "ui.components")
"""What the script of every page imports, and Streamlit for the icon that it sets."""
LATER: Final = ("cmq.charts", "cmq.workbook.writing")
"""What charts and the first workbook to be written import."""
LATER_S: Final = 3.0
"""Seconds after which the first page is usually there."""

NOSCRIPT: Final = (
    "<noscript><p>Boussole CMQ a besoin de JavaScript. Activez-le dans les réglages de votre navigateur, "
    "puis rechargez la page.</p></noscript>"
)

logger = logging.getLogger(__name__)


def load_ahead() -> None:
    """Import ``AHEAD``, later ``LATER``, then leave what is in memory out of every garbage collection to come.

    These would read all the imported code again each time, while clicks wait. The objects of the first sessions are left
    out with it: a bounded loss, once, as is the pause of the collection before.
    """
    for name in AHEAD:
        import_module(name)
    time.sleep(LATER_S)
    for name in LATER:
        import_module(name)
    gc.collect()
    gc.freeze()


@cache
def start_loading() -> None:
    """Have it all loaded in a thread of its own, once: the browser is still loading Streamlit's code."""
    Thread(target=load_ahead, name="imports", daemon=True).start()


# --- Page shell ---------------------------------------------------------------------------------------------------


def _url(name: str) -> str:
    """Return the address of a static file; it changes with the content, so it can be cached for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"./ressources/{name}?v={digest}"


@cache
def _preloaded(names: tuple[str, ...]) -> str:
    """Return the tags that have the browser fetch code of Streamlit's while it still waits for the page."""
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    tags = ""
    for name in names:
        module = next(folder.glob(f"{name}.*.js"), None)
        if module is None:
            logger.warning(
                "Le module %s de Streamlit a changé de nom : il n’est plus demandé d’avance.", name
            )
            continue
        tags += f'\n    <link rel="modulepreload" href="./static/js/{module.name}" />'
    return tags


def french_shell(page: str, address: str = "") -> str:
    """Turn Streamlit's index page into ours: language, title, icon, French strings, no pointer to other services.

    ``address`` tells which of our pages is asked for.
    """
    head = (
        f"<title>{html.escape(APP_NAME)}</title>\n"
        '    <meta name="color-scheme" content="light dark" />\n'
        f'    <script src="{_url("francais.js")}"></script>\n'
        f'    <script src="{_url("reperes.js")}"></script>'
        f"{_preloaded((*MODULES, *MORE_MODULES.get(address, ())))}"
    )
    icon = f'<link rel="shortcut icon" type="image/svg+xml" href="{_url("favicon.svg")}" />'
    replacements = (
        (r'<html lang="[^"]*">', '<html lang="fr">'),
        (r"<title>.*?</title>", head),
        (r'<link rel="shortcut icon"[^>]*>', icon),
        (r'<link rel="service-desc"[^>]*>', ""),
        # Streamlit's own typeface, which the theme does not use.
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),
        (r"<noscript>.*?</noscript>", NOSCRIPT),
        (r"<!--.*?-->", ""),
    )
    for pattern, replacement in replacements:
        page, count = re.subn(pattern, replacement.replace("\\", r"\\"), page, flags=re.DOTALL)
        if count == 0:
            # A later Streamlit with another index page: serve it, but let the tests and the log tell.
            logger.warning("La page d’accueil de Streamlit a changé : %s n’y figure plus.", pattern)
    return page


# --- Security headers ---------------------------------------------------------------------------------------------


def inline_script_hashes(page: str) -> list[str]:
    """Return a CSP source for each inline script of the page, so that no other inline script can run."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return [f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts]


def content_security_policy(host: str, script_sources: Iterable[str] = ()) -> str:
    """Return the policy that keeps every request of the page on this very server."""
    # 'self' covers websockets in current browsers; older ones need the address in full.
    sockets = f" ws://{host} wss://{host}" if re.fullmatch(r"[\w.\-\[\]:]+", host) else ""
    directives = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_sources]),
        # Streamlit's styling (emotion) writes <style> elements and style attributes as it runs.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' data: blob:",
        "connect-src": f"'self'{sockets}",
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


# A file that somebody uploaded must not run as a page of this application when its address is opened.
MEDIA_POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"

COMMON_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class PageShell:
    """ASGI middleware: rewrite the index page, add security headers to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the Streamlit application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everything but HTTP through as it is."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        accept = Headers(scope=scope).get("accept", "")
        if scope["method"] in {"GET", "HEAD"} and "text/html" in accept:
            scope = dict(scope)
            asked = MutableHeaders(scope=scope)
            for name in _CONDITIONAL:
                del asked[name]
        await self.app(scope, receive, _Responder(scope, send))


# The index page is rewritten: it must come uncompressed and whole, whatever the browser has in its cache.
_CONDITIONAL: Final = ("accept-encoding", "if-none-match", "if-modified-since", "range")


def _address(path: str) -> str:
    """Return the address of a page within the application, which a deployer may have put below another one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return path.strip("/").removeprefix(base).strip("/")


class _Responder:
    """Send one response: headers added, and the index page held back until it is whole, then rewritten."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.send = send
        self.path: str = scope["path"]
        self.address = _address(scope["path"])
        self.query: bytes = scope["query_string"]
        self.head_only: bool = scope["method"] == "HEAD"
        self.wants_page = "text/html" in Headers(scope=scope).get("accept", "")
        self.host = Headers(scope=scope).get("host", "")
        self.held: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._start(message)
        elif message["type"] == "http.response.body" and self.held is not None:
            self.body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(self.held)
        else:
            await self.send(message)

    async def _start(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in COMMON_HEADERS.items():
            headers.setdefault(name, value)
        is_media = "/media/" in self.path
        headers["Content-Security-Policy"] = MEDIA_POLICY if is_media else content_security_policy(self.host)
        is_page = (
            headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
        )
        if is_page and not is_media and message["status"] == 200:
            self.held = message
        else:
            await self.send(message)

    async def _finish(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        for name in ("etag", "last-modified", "accept-ranges", "content-length"):
            del headers[name]
        headers["Content-Language"] = "fr"
        body = b""
        if "/" in self.address and self.wants_page:
            # Streamlit answers with its page there too, which would look for its code beside that address.
            page, *deeper = self.address.split("/")
            query = f"?{self.query.decode('latin-1')}" if self.query else ""
            headers["Location"] = "../" * len(deeper) + quote(page, safe="") + query
            start["status"] = 307
        elif not self.head_only:
            page = french_shell(self.body.decode("utf-8"), self.address)
            headers["Content-Security-Policy"] = content_security_policy(
                self.host, inline_script_hashes(page)
            )
            body = page.encode("utf-8")
            headers["Content-Length"] = str(len(body))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body, "more_body": False})
        if body:
            start_loading()


MIDDLEWARE: Final = [Middleware(PageShell), Middleware(CompressedStatic)]


# --- Routes -------------------------------------------------------------------------------------------------------


async def health(_request: Request) -> Response:
    """Tell that the server answers; `make run` users and supervisors may poll it."""
    return JSONResponse({"etat": "ok"}, headers={"Cache-Control": "no-store"})


async def static_file(request: Request) -> Response:
    """Serve one of the few files that the page shell needs."""
    name = request.path_params["name"]
    if name not in PUBLIC_FILES:
        return Response(
            "Fichier introuvable.",
            status_code=404,
            media_type="text/plain; charset=utf-8",
        )
    cached = "public, max-age=31536000, immutable" if "v" in request.query_params else "no-cache"
    return FileResponse(STATIC / name, media_type=PUBLIC_FILES[name], headers={"Cache-Control": cached})


ROUTES: Final = [Route("/sante", health), Route("/ressources/{name}", static_file)]


# --- Errors of a page ---------------------------------------------------------------------------------------------


def show_script_error(error: Exception) -> bool:
    """Tell the user in French that a page failed; Streamlit has already logged the traceback."""
    logger.error("Erreur non prévue dans une page : %s", type(error).__name__)
    st.error(
        # Typeset by hand: it must do without the domain, which may be what failed.
        "Une erreur imprévue a interrompu l’affichage de cette page. Ce qui a été enregistré n’est pas perdu. "
        "Rechargez la page\u00a0; si l’erreur revient, transmettez le journal du serveur à la personne qui "
        "administre l’application.",
        icon=":material/error:",
    )
    return True

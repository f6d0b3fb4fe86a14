// What the page itself must remember or reach in this browser, which a script on the server cannot.

// « Qui répond ? » is asked once: a cookie that only this server gets gives the name back after a reload.
document.addEventListener("focusout", (event) => {
  const field = event.target.closest?.(".st-key-author input");
  if (!field) return;
  const name = encodeURIComponent(field.value.trim().slice(0, 80));
  document.cookie = `boussole_auteur=${name}; path=/; max-age=${name ? 31536000 : 0}; samesite=strict`;
});

// A link from the results names a requirement (…&exigence=C04-R1): bring its card into view, once for each link.
(() => {
  "use strict";
  let reached = "";
  const reach = () => {
    const wanted = new URLSearchParams(location.search).get("exigence") ?? "";
    if (wanted === reached) return;
    if (wanted === "") {
      reached = "";
      return;
    }
    const card = document.querySelector(`.st-key-exigence-${CSS.escape(wanted)}`);
    if (!card) return;
    reached = wanted;
    card.tabIndex = -1;
    // The cards above still grow while their fields are drawn: aim again once they have.
    for (const delay of [0, 400, 1200]) {
      setTimeout(() => card.scrollIntoView({ block: "start" }), delay);
    }
    card.focus({ preventScroll: true });
  };
  new MutationObserver(reach).observe(document, { childList: true, subtree: true });
})();

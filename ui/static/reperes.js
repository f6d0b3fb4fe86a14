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

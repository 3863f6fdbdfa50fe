// What arrived: what waits here for other diaries, and what this journal cannot open; for each whether it can still be
// sent, and the way to let it go.
"use strict";

(() => {
  const cards = document.querySelectorAll("#for-others, #not-opened"), words = document.getElementById("for-others").dataset;
  const parts = [...document.querySelectorAll("[data-mark]")], marks = parts.map((part) => part.dataset.mark);

  function told(said, n) {
    const one = new Intl.PluralRules(document.documentElement.lang).select(n) === "one";
    return (one ? said.one : said.other).replace("{n}", n);
  }

  // Taken out of the queue, and put back by one more tap while this page is open: sealed, as it was.
  async function letGo(ones) {
    const out = await outbox.takeOut(ones.map((one) => one.id));
    if (!out.length) return;
    showToast(told(words, out.length), undoOf(async () => {
      await outbox.putBack(out);
      showToast(words.back);
      hideToastLater();
      document.getElementById("main").focus();
      await tellWaiting();
    }));
    hideToastLater();
    document.querySelector("#toast button").focus();
    await tellWaiting();
  }

  // What one part speaks of: of a diary by its mark; of all that this browser does not know, without one.
  async function spokenOf(part) {
    const { others, unreadable } = await outbox.sorted(pill.dataset.for, pill.dataset.key), { mark } = part.dataset;
    if (mark === "unreadable") return unreadable;
    return others.filter((one) => (mark ? one.for === mark : !marks.includes(one.for)));
  }
  async function show() {
    for (const part of parts) {
      const its = await spokenOf(part);
      part.hidden = !its.length;
      part.querySelector("p").textContent = told(part.dataset, its.length);
    }
    for (const card of cards) card.hidden = !card.querySelector("[data-mark]:not([hidden])");
  }
  document.addEventListener("click", async (event) => {
    const part = event.target.closest("[data-let-go]")?.closest("[data-mark]");
    if (part) await letGo(await spokenOf(part));
  });
  document.addEventListener("counterpoise:waiting", show);
})();

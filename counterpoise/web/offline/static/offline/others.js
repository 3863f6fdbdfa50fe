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

  // Taken out of the queue, and put back by one more tap while this page is open: sealed, as it was. Where there is no room
  // to put it back, it is deleted only by whoever knows that.
  async function letGo(ones, sure = false) {
    if (!sure && !await outbox.roomFor(ones).then(() => true, () => false)) {
      showToast(words.outForGood, offer(words.forGood, () => letGo(ones, true)));
      document.querySelector("#toast button").focus();
      return;
    }
    const out = await outbox.takeOut(ones.map((one) => one.id));
    if (!out.length) return;
    showToast(told(words, out.length), sure ? undefined : undoOf(() => putBack(out)));
    hideToastLater();
    (document.querySelector("#toast button") ?? document.getElementById("main")).focus();
    await tellWaiting();
  }
  async function putBack(out) {
    try {
      await outbox.putBack(out);
    } catch (error) { // it is in this page still
      clearTimeout(hiding);
      sayNotSaved(reasonOf(error), undoOf(() => putBack(out)));
      return;
    }
    showToast(words.back);
    hideToastLater();
    document.getElementById("main").focus();
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

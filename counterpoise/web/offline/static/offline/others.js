// What arrived: what waits here for other diaries, for each whether it can still be sent, and the way to let it go.
"use strict";

(() => {
  const card = document.getElementById("for-others");

  function told(part, n) {
    const one = new Intl.PluralRules(document.documentElement.lang).select(n) === "one";
    return (one ? part.dataset.one : part.dataset.other).replace("{n}", n);
  }

  // Taken out of the queue, and put back by one more tap while this page is open: sealed, as it was. Where there is no room
  // to put it back, it is deleted only by whoever knows that.
  async function letGo(ones, sure = false) {
    if (!sure && !await outbox.roomFor(ones).then(() => true, () => false)) {
      showToast(card.dataset.outForGood, offer(card.dataset.forGood, () => letGo(ones, true)));
      document.querySelector("#toast button").focus();
      return;
    }
    const out = await outbox.takeOut(ones.map((one) => one.id));
    if (!out.length) return;
    showToast(told(card, out.length), sure ? undefined : undoOf(() => putBack(out)));
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
    showToast(card.dataset.back);
    hideToastLater();
    document.getElementById("main").focus();
    await tellWaiting();
  }

  const waiting = async () => (await outbox.all()).filter((one) => one.for !== pill.dataset.for);
  async function show() {
    const ones = await waiting(), known = [...card.querySelectorAll("[data-mark]")];
    const marks = known.map((part) => part.dataset.mark);
    for (const part of known) {
      const its = ones.filter((one) => (part.dataset.mark ? one.for === part.dataset.mark : !marks.includes(one.for)));
      part.hidden = !its.length;
      part.querySelector("p").textContent = told(part, its.length);
    }
    card.hidden = !ones.length;
  }
  card.addEventListener("click", async (event) => {
    const part = event.target.closest("[data-let-go]")?.closest("[data-mark]");
    if (!part) return;
    const marks = [...card.querySelectorAll("[data-mark]")].map((each) => each.dataset.mark);
    const its = (one) => (part.dataset.mark ? one.for === part.dataset.mark : !marks.includes(one.for));
    await letGo((await waiting()).filter(its));
  });
  document.addEventListener("counterpoise:waiting", show);
})();

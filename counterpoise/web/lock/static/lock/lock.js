// A page that nobody uses goes: it asks the journal whether the diary is still open here, and is loaded anew once it is not.
"use strict";

{
  const EVERY = 20000;
  const form = document.querySelector(".lock-now");
  let used = false, sent = Date.now(), timer;

  // Not loaded again: what was sent must not be sent twice.
  function leave() { goAnew(() => location.replace(location.pathname)); }

  // Typing a long note is use, too: the journal hears of it now and then, and of nothing that is typed.
  function still() {
    if (!used || Date.now() - sent < EVERY) return;
    used = false;
    sent = Date.now();
    fetch(form.dataset.still, { method: "POST", body: new URLSearchParams(new FormData(form)) }).then((answer) => {
      if (answer.status === 403) leave();
    }, () => {});
  }

  async function look() {
    clearTimeout(timer);
    let seconds = 60;
    try {
      const answer = await fetch(form.dataset.left);
      if (answer.status === 403) { leave(); return; }
      const left = await answer.text();
      if (answer.ok && left === "") seconds = 600;
      else if (answer.ok) seconds = Number(left) + 1;
    } catch { /* the journal does not answer: asked again */ }
    timer = setTimeout(look, Math.min(seconds, 600) * 1000);
  }

  for (const act of ["pointerdown", "keydown", "scroll"]) {
    window.addEventListener(act, () => { used = true; still(); }, { passive: true });
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) leave(); });
  look();
}

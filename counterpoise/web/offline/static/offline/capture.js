// The page to write on without a network: every form is sealed and kept; nothing is shown again.
"use strict";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-keep]")) return;
  event.preventDefault();
  const kept = await keepForm(form, event.submitter).catch(() => false);
  const toasts = document.getElementById("toast");
  sayKept(kept);
  if (!kept) { toasts.firstChild.textContent = SHELL.dataset.cannot; return; }
  form.reset();
  const urgent = event.submitter?.dataset.urgent;
  document.getElementById("call-first").hidden = !urgent;
  if (urgent) document.getElementById("call-first").focus();
});
document.addEventListener("counterpoise:waiting", (event) => {
  const { n, came, unreadable, elsewhere } = event.detail;
  document.getElementById("waits-count").textContent = n ? numbered("waiting", n) : SHELL.dataset.none;
  document.getElementById("waits-send").hidden = !n;
  document.getElementById("back").hidden = !came;
  const heading = SHELL.querySelector("h1");
  heading.dataset.away ??= heading.textContent;
  heading.textContent = came && !n ? heading.dataset.back : heading.dataset.away;
  document.getElementById("unreadable").hidden = !unreadable;
  document.getElementById("elsewhere").hidden = !elsewhere;
});
outbox.remembered("theirs").then((theirs) => { document.getElementById("theirs").hidden = !theirs; }, () => {});
document.getElementById("waits-lose").addEventListener("click", async () => {
  const sure = document.getElementById("lose-sure");
  if (sure.hidden) { sure.hidden = false; sure.textContent = numbered("wipe", Number(pill.dataset.count)); return; }
  await outbox.wipe();
  sure.hidden = true;
  await tellWaiting();
});

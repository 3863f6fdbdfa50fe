// The page to write on without a network: every form is sealed and kept; nothing is shown again.
"use strict";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-keep]")) return;
  event.preventDefault();
  const kept = await keepForm(form, event.submitter).catch(() => undefined);
  sayKept(kept);
  if (!kept) { showToast(SHELL.dataset.cannot); return; }
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
// What waits is on this page: the pill leads there, until all of it has arrived.
function showWaits() {
  const waits = document.getElementById("waits");
  waits.scrollIntoView({ block: "start" });
  waits.focus({ preventScroll: true });
}
pill.addEventListener("click", (event) => {
  if (!Number(pill.dataset.count)) return;
  event.preventDefault();
  showWaits();
});
// Asked for in place of the page for a bad day, it begins as that one does, and its numbers are as large.
if (location.pathname.startsWith(SHELL.dataset.flare)) {
  document.getElementById("first-three").hidden = false;
  for (const form of SHELL.querySelectorAll("form:has(.pad)")) form.classList.add("flare-pad");
}
if (location.pathname === pill.pathname) showWaits();
outbox.remembered("theirs").then((theirs) => { document.getElementById("theirs").hidden = !theirs; }, () => {});
document.getElementById("waits-lose").addEventListener("click", async () => {
  const sure = document.getElementById("lose-sure");
  if (sure.hidden) { sure.hidden = false; sure.textContent = numbered("wipe", Number(pill.dataset.count)); return; }
  await outbox.wipe();
  sure.hidden = true;
  await tellWaiting();
});

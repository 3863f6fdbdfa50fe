// The page to write on without a network: every form is sealed and kept; nothing is shown again.
"use strict";

document.addEventListener("submit", async (event) => {
  const form = event.target, { call } = event.submitter?.dataset ?? {};
  if (!form.matches("form[data-keep]")) return;
  event.preventDefault();
  let kept;
  try {
    kept = await keepForm(form, event.submitter);
  } catch (error) {
    sayNotSaved(reasonOf(error));
    await sayNow(call); // whom to call does not hang on what could be kept
    return;
  }
  sayKept(kept);
  if (!kept) {
    if (!ended) showToast(SHELL.dataset.cannot);
    await sayNow(call);
    return;
  }
  form.reset();
  closeDose(form);
  if (FLARE) document.getElementById("first-three").scrollIntoView({ block: "end" });
  await sayNow(call, kept.id);
});

// Of a sign of an emergency what the page with a network says, with its numbers: nothing has to be opened to call. It stands
// until that entry is taken out again, whatever else is kept; what arrived leaves it there as long as the page stands. Of
// what an earlier page kept only that it is to be called first is known.
const signs = new Map(), stay = new Set(), callFirst = document.getElementById("call-first");
async function sayNow(sign, id) {
  if (!sign) return;
  const asked = id ?? newId();
  signs.set(asked, sign);
  if (!id) stay.add(asked);
  await sayWhomToCall();
  callFirst.focus();
}
async function sayWhomToCall() {
  const ones = await outbox.all().catch(() => undefined), waiting = ones && new Set(ones.map((one) => one.id));
  for (const one of ones ?? []) if (one.first && !signs.has(one.id)) signs.set(one.id, "call-any");
  const stand = [...signs].filter(([id]) => !waiting || waiting.has(id) || stay.has(id)).map(([, sign]) => sign);
  const shown = [...new Set(stand)].sort(), said = shown.join(" ");
  if (callFirst.dataset.said === said) return; // it is not read out anew with each entry
  callFirst.dataset.said = said;
  callFirst.replaceChildren(...boxOf(shown));
  callFirst.hidden = !shown.length;
}
// The gravest of the boxes, and in it the numbers and the words of all that are as grave: a line that is no help where life
// is in danger does not stand beside the emergency number.
function boxOf(shown) {
  const every = shown.map((sign) => document.getElementById(sign)), grave = every.filter((one) => "first" in one.dataset);
  const [box, ...others] = (grave.length ? grave : every).map((one) => one.content.firstElementChild.cloneNode(true));
  const same = (part) => [...box.querySelectorAll(part.localName)].some((one) => one.textContent === part.textContent);
  for (const part of others.flatMap((other) => [...other.querySelectorAll("li, p")])) {
    if (same(part)) continue;
    if (part.localName === "li") box.querySelector("ul").append(part);
    else box.lastElementChild.before(part);
  }
  return box ? [box] : [];
}
sayWhomToCall();
document.addEventListener("counterpoise:waiting", ({ detail }) => {
  for (const id of detail.arrived) stay.add(id);
  sayWhomToCall();
});
document.addEventListener("counterpoise:waiting", (event) => {
  const { n, came, unreadable, elsewhere } = event.detail;
  const waits = n > unreadable ? numbered("waiting", n - unreadable) : n && numbered("unreadable", n);
  document.getElementById("waits-count").textContent = waits || SHELL.dataset.none;
  document.getElementById("waits-send").hidden = !n;
  document.getElementById("back").hidden = !came;
  const heading = SHELL.querySelector("h1");
  heading.dataset.away ??= heading.textContent;
  heading.textContent = came && !n ? heading.dataset.back : heading.dataset.away;
  document.getElementById("unchecked").hidden = came && !n;
  document.getElementById("unreadable").hidden = !unreadable;
  document.getElementById("elsewhere").hidden = !elsewhere;
  listWaiting().catch(() => {});
});
// A dose that was kept is done with: its numbers are folded away, so that nothing invites to tap the same again.
function closeDose(form) {
  const panel = form.closest("#taken details");
  if (!panel) return;
  panel.open = false;
  panel.querySelector("summary").focus({ preventScroll: true });
  if (!form.elements.like) offerAgain("last");
}

// What waits, by the time at which it was kept: what it says, only the journal can read. Each can be taken out again.
async function listWaiting() {
  const list = document.getElementById("waits-list"), line = document.getElementById("waits-line").content.firstElementChild;
  const [[mine, key], ones] = await Promise.all([drawnFor, outbox.all()]), today = new Date().toDateString();
  list.replaceChildren(...ones.map((one) => {
    const item = line.cloneNode(true), kept = new Date(one.kept ?? parseInt(one.id.replaceAll("-", "").slice(0, 12), 16));
    const day = kept.toDateString() === today ? {} : { day: "numeric", month: "short" };
    const at = kept.toLocaleString(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const time = item.querySelector("time"), button = item.querySelector("button");
    time.dateTime = kept.toISOString();
    time.textContent = at;
    const why = outbox.isUnreadable(one, key) ? "unreadable" : one.back ? "back" : one.for === mine ? "" : "other";
    item.querySelector("p").textContent = why && list.dataset[why];
    button.querySelector("span").textContent = `: ${at}`;
    if (why === "back") button.remove();
    button.addEventListener("click", () => takeOut(one));
    return item;
  }));
}
// What cannot have left the phone comes back by one more tap, as does what this journal cannot open; what else may have
// arrived is taken back in the journal as well. Where there is no room to bring it back, it is deleted only by whoever
// knows that.
async function takeOut(one, sure = false) {
  const [, key] = await drawnFor; // of one that was kept before its key was kept with it
  const toast = document.getElementById("toast"), closed = outbox.isUnreadable(one, key), comesBack = closed || !one.tried;
  try {
    if (!sure && comesBack) await outbox.roomFor([one]);
    const [out] = closed ? await outbox.takeOut([one.id]) : [await outbox.undo(one.key ?? key, one.for, one.id)];
    if (out && sure) showToast(SHELL.dataset.out);
    else if (out) showToast(SHELL.dataset.out, undoOf(() => putBack(out)));
    else showToast(pill.dataset.undoneThere);
    hideToastLater();
  } catch (error) {
    if (sure || !comesBack) sayNotSaved(reasonOf(error));
    else showToast(SHELL.dataset.outForGood, offer(SHELL.dataset.forGood, () => takeOut(one, true)));
  }
  await tellWaiting();
  (toast.querySelector("button") ?? document.getElementById("waits")).focus({ preventScroll: true });
  sendWaiting();
}
async function putBack(one) {
  try {
    await outbox.putBack([one]);
  } catch (error) { // it is in this page still: what it says stays until it could be brought back
    clearTimeout(hiding);
    sayNotSaved(reasonOf(error), undoOf(() => putBack(one))).parentElement.querySelector("button").focus();
    return;
  }
  showToast(SHELL.dataset.back);
  hideToastLater();
  await tellWaiting();
  document.getElementById("waits").focus({ preventScroll: true });
  sendWaiting();
}

// "As usual" stands here only where the journal had such a dose when it was last seen; where that is not known, it is asked.
function offerAgain(...offered) {
  for (const part of SHELL.querySelectorAll("[data-again]")) if (offered.includes(part.dataset.again)) part.hidden = false;
  document.getElementById("again-known").hidden = !SHELL.querySelector("[data-again]:not([hidden])");
}
async function hideUnusual() {
  const [known, [mine]] = await Promise.all([outbox.remembered("again"), drawnFor]);
  if (!known || known.for !== mine || known.offered.includes("usual")) return;
  for (const part of SHELL.querySelectorAll("[data-again]")) part.hidden = true;
  document.getElementById("no-usual").hidden = false;
  offerAgain(...known.offered);
}
hideUnusual().catch(() => {});

// Whoever writes for somebody sees whose diary this is for, and is asked about that person; the name alone is kept here.
async function sayForWhom() {
  const [, , theirs] = await drawnFor;
  document.getElementById("theirs").hidden = theirs !== true;
  for (const part of document.querySelectorAll("[data-mine]")) part.hidden = theirs !== false;
  if (typeof theirs !== "string" || !theirs) return;
  const named = (words) => words.replaceAll("{name}", () => theirs);
  for (const part of document.querySelectorAll("[data-their]")) part.textContent = named(part.dataset.their);
  for (const part of document.querySelectorAll("[data-their-label]")) part.setAttribute("aria-label", named(part.dataset.theirLabel));
  document.title = `${named(SHELL.dataset.title)} · ${document.title}`;
  document.getElementById("for-them").hidden = false;
}
sayForWhom().catch(() => {});

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
const FLARE = location.pathname.startsWith(SHELL.dataset.flare);
if (FLARE) {
  document.getElementById("first-three").hidden = false;
  if (!location.hash) scrollTo(0, 0); // what was said before the three stood here may have moved the page
  for (const form of SHELL.querySelectorAll("form:has(.pad)")) form.classList.add("flare-pad");
}
if (location.pathname === pill.pathname) showWaits();
document.getElementById("waits-lose").addEventListener("click", async () => {
  const sure = document.getElementById("lose-sure");
  if (sure.hidden) { sure.hidden = false; sure.textContent = numbered("wipe", Number(pill.dataset.count)); return; }
  await outbox.wipe();
  sure.hidden = true;
  await tellWaiting();
});

// What plain forms cannot do by themselves. Every page works without this file.
"use strict";

// An entry's id is made here, on the device: sent twice, it is saved once. (UUID version 7: time, then random bits.)
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i--) { bytes[i] = time % 256; time = Math.floor(time / 256); }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function prepare(part) {
  const wrong = part.querySelector("form [aria-invalid=true]");
  if (wrong) wrong.focus();
  for (const field of part.querySelectorAll("input[data-new-id]")) field.value = newId();
  for (const field of part.querySelectorAll("[data-device-zone]")) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone && !field.dataset.filled && [...field.options].some((option) => option.value === zone)) field.value = zone;
    field.dataset.filled = "yes";
  }
}

// A chip that is chosen is freed by a second tap: what was tapped by mistake becomes "not said" again.
document.addEventListener("pointerdown", (event) => {
  const chip = event.target.closest(".chips:not(.keep) label");
  const radio = chip && chip.querySelector("input[type=radio]");
  if (radio) radio.dataset.wasChosen = radio.checked ? "yes" : "";
});
document.addEventListener("click", (event) => {
  const radio = event.target.closest(".chips input[type=radio]");
  if (radio && radio.dataset.wasChosen === "yes") { radio.checked = false; radio.dataset.wasChosen = ""; }
});

// When it was is tapped or written: of the two, what was said last stands, so that not both do.
document.addEventListener("input", (event) => {
  const { form, name, value } = event.target;
  if (name === "ago" && form.elements.at) form.elements.at.value = "";
  if (name === "at" && value) for (const one of form.querySelectorAll("input[name=ago]")) one.checked = false;
});

// A hand that shakes taps twice: the same button of a form that is sent again within a moment is the same tap. Where the
// form was exchanged meanwhile, the button is known by its id; the same number of another question is another tap.
const MOMENT = 1500; // milliseconds
const NOTHING = { button: null, at: 0 };
let tapped = NOTHING;
document.addEventListener("click", (event) => {
  const button = event.target.closest(".pad button, form[data-keep] button, form[method=post] button:not([type=button])");
  const same = button && tapped.button && (button === tapped.button || (button.id !== "" && button.id === tapped.button.id));
  if (same && event.timeStamp - tapped.at < MOMENT) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  tapped = { button, at: event.timeStamp };
}, true);
// Where nothing was sent (a field is wrong, a script does it by itself and may fail), it is tapped again, and meant.
document.addEventListener("invalid", () => { tapped = NOTHING; }, true);
window.addEventListener("submit", (event) => {
  if (event.defaultPrevented && !event.target.matches("[data-keep], [hx-post]")) tapped = NOTHING;
});

// On a fresh form the unit goes with the substance, until somebody wrote one: 60 of one thing is not 60 g of another.
document.addEventListener("input", (event) => {
  const what = event.target, unit = what.closest("[data-unit-follows]") && what.form.elements.unit;
  if (!unit || what.name !== "substance" || unit.value !== (unit.dataset.given ?? unit.defaultValue)) return;
  const word = what.value.trim().toLowerCase();
  const known = [...document.querySelectorAll("#substances option")].find((one) => one.value.toLowerCase() === word);
  unit.value = unit.dataset.given = known ? known.dataset.unit : "";
});

let hiding;
function hideToastLater() {
  const toasts = document.getElementById("toast");
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    if (toasts.matches(":hover, :focus-within")) hideToastLater();
    else toasts.replaceChildren();
  }, 15000);
}

function sends(event) { return event.detail.requestConfig.verb !== "get"; }

// What says that it was saved lies on no number of the scale in use, nor of one that was just opened: the page moves on.
// On a bad day it stays where the three large buttons are.
function clearScale() {
  const said = document.querySelector("#toast .toast")?.getBoundingClientRect();
  const used = document.getElementById(tapped.button?.id ?? "")?.closest(".pad");
  if (!used && document.querySelector(".flare-three")?.getBoundingClientRect().bottom > 0) return;
  const boxes = [...(used ? [used] : document.querySelectorAll(".pad"))].map((pad) => pad.getBoundingClientRect());
  const covered = said && boxes.find((box) => box.height && box.bottom > said.top && box.top < said.bottom);
  if (covered) scrollBy(0, covered.bottom - said.top + 8);
}

// What is no answer of the journal is no network: without its mark it is the word of something on the way, such as a
// proxy or the login page of a hotel, and by a fault of its own nothing was taken in that can be relied on.
const OURS = "Counterpoise-Answers";
const answers = (status, mark) => status < 500 && Boolean(mark);
const UNANSWERED = "counterpoise:unanswered";
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, elt } = event.detail;
  if (answers(xhr.status, xhr.getResponseHeader(OURS))) return;
  event.preventDefault(); // it takes the place of nothing
  htmx.trigger(elt, UNANSWERED, event.detail);
});
// Nothing is waited for without an end: what hangs is no better than no network.
const NO_NETWORK = ["htmx:sendError", "htmx:timeout", UNANSWERED];
const PATIENCE = 12000; // milliseconds
const patience = () => AbortSignal.timeout(PATIENCE);

function showToast(text, button) {
  const box = document.createElement("div"), words = document.createElement("span");
  box.className = "toast";
  words.append(text);
  box.append(words);
  if (button) box.append(button);
  document.getElementById("toast").replaceChildren(box);
  clearScale();
  return words;
}

function sayNotSaved(why = "failed", button) {
  tapped = NOTHING; // it is tapped again at once, and meant
  return showToast(document.getElementById("toast").dataset[why], button);
}
// What could not be undone can be tried again: its button stays.
function sayFailed({ detail }) {
  const undo = detail.elt.closest("#toast form");
  if (!undo) { sayNotSaved(); return; }
  sayNotSaved("undo", undo);
  hideToastLater();
}

// What was sent is void: the page comes anew, and says that nothing was saved, and why. Only which of three it is waits.
const VOID = "counterpoise-void";
async function markVoid(here, full = false) { // what the journal says of who is here; full: this device has no room
  const told = here?.ok ? await here.json().catch(() => null) : null;
  const another = told && told.for !== pill.dataset.for;
  sessionStorage.setItem(VOID, full ? "full" : another ? "another" : "old");
}
function sayVoid() {
  const why = sessionStorage.getItem(VOID);
  sessionStorage.removeItem(VOID);
  if (why && !document.querySelector("[data-not-saved]")) sayNotSaved(why); // a page that says it itself says it better
}

document.addEventListener("DOMContentLoaded", () => { prepare(document); sayVoid(); clearScale(); });
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
// What the keyboard stood on is gone with the part that was exchanged: it goes on where this can be taken back.
let lost = false;
let saved = false; // with the part itself
document.addEventListener("htmx:beforeSwap", (event) => {
  const at = document.activeElement;
  saved = sends(event) && event.detail.target.contains(at) && at.matches(":focus-visible");
});
// What is found about the entry just saved, and whom to call, stands above: it is brought into view once it is new.
let called = false, found = false;
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const at = document.activeElement;
  if (event.detail.target.id === "top") called = event.detail.target.querySelector("[role=alert]") !== null;
  const part = event.detail.target; // in the toast whoever stands there, finger or key, goes on with what replaces it
  lost ||= part.contains(at) && (part.id === "toast" || at.matches(":focus-visible"));
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const part = event.detail.target;
  if (part.id === "top") found = part.querySelector(called ? "article" : "article, [role=alert]") !== null;
  if (part.id !== "toast") return;
  hideToastLater();
  if (lost && document.activeElement === document.body) (part.querySelector("button") || document.getElementById("main")).focus();
  lost = false;
});
// What was taken back is not said beside its numbers any more; done again, it is.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.requestConfig.elt; // gone by now, with the toast in which it stood
  if (!detail.successful || !form.matches("form:has(> input[name=row])")) return;
  const rows = new FormData(form).getAll("row"), back = !form.elements.redo;
  for (const given of document.querySelectorAll("[data-made]")) if (rows.includes(given.dataset.made)) given.hidden = back;
});
// A step was exchanged for the next: bring it into view, and let the keyboard and the reader go on there.
document.addEventListener("htmx:afterSettle", (event) => {
  if (found) {
    const top = document.getElementById("top");
    found = false;
    top.focus({preventScroll: true});
    top.scrollIntoView({block: "start"});
    return;
  }
  clearScale();
  const undo = saved && document.activeElement === document.body && document.querySelector("#toast .toast button");
  saved = false;
  if (undo) { undo.focus({preventScroll: true}); return; }
  const step = event.detail.target;
  if (!step.matches("[data-step]") || document.activeElement !== document.body) return;
  (step.querySelector("[data-begin]") || step).focus({preventScroll: true});
  step.scrollIntoView({block: "nearest"});
});
for (const unanswered of NO_NETWORK) {
  document.addEventListener(unanswered, (event) => { if (sends(event)) sayFailed(event); });
}
// The page comes anew, but not from under what is on its way: that is answered first, and kept where it was refused. Nor
// where the person goes on to another page already; a file that was fetched leaves this one standing.
let onItsWay = 0, stale = null, keeping = Promise.resolve(), going = -Infinity; // stale: how it comes anew, once it has to
window.addEventListener("beforeunload", (event) => { going = event.timeStamp; });
function goAnew(go = stale ?? (() => location.reload())) {
  stale = go;
  keeping.then(() => { if (!onItsWay && performance.now() - going > PATIENCE) go(); });
}
document.addEventListener("htmx:beforeSend", (event) => { if (sends(event)) onItsWay += 1; });
document.addEventListener("htmx:afterRequest", (event) => {
  if (sends(event)) onItsWay -= 1;
  if (stale) goAnew();
});
document.addEventListener("htmx:responseError", (event) => {
  // Locked, the form is too old, or another diary is open by now: the page says which.
  if (event.detail.xhr.status === 403) {
    keeping = Promise.allSettled([keeping, keepIfShut(event)]);
    goAnew();
  } else if (sends(event)) sayFailed(event);
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  onItsWay = 0; // that went with the page
  prepare(document);
});

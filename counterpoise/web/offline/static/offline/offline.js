// Every page: the worker is set up, what waits is sent and said, and a form that finds no network is kept.
"use strict";

const pill = document.getElementById("waiting");
const SHELL = document.getElementById("offline-shell");
const LOCKED = "Counterpoise-Locked"; // the answer is the page of the lock
const SOON = 3000, LATEST = 60000; // tried again after so many milliseconds, each time twice as many

function numbered(name, n) { // the plural of the page's language: data-NAME-one, data-NAME-other
  const form = new Intl.PluralRules(document.documentElement.lang).select(n) === "one" ? "one" : "other";
  return pill.dataset[`${name}${form === "one" ? "One" : "Other"}`].replace("{n}", n);
}

let ended = false; // the pairing of this phone was ended while this page stood open: nothing is kept here any more
const since = { saved: 0, kept: 0, both: 0 }; // since this page was opened
async function tellWaiting(said = {}) {
  ended ||= Boolean(said.ended);
  const [, key] = await drawnFor, here = pill.dataset.for || said.for || undefined;
  const ones = await outbox.sorted(here, said.key ?? key);
  const [mine, elsewhere, unreadable] = [ones.mine, ones.others, ones.unreadable].map((some) => some.length);
  const n = mine + elsewhere + unreadable;
  const look = since.kept + since.both, came = since.saved + look;
  let text = "";
  if (ended) text = pill.dataset.ended;
  else if (said.locked && n > unreadable) text = numbered("locked", n - unreadable);
  else if (mine) text = numbered("waiting", mine);
  else if (look) text = numbered("look", look);
  else if (came) text = numbered("arrived", came);
  else if (unreadable) text = numbered("unreadable", unreadable);
  else if (elsewhere) text = numbered("elsewhere", elsewhere);
  if (pill.textContent !== text) pill.textContent = text;
  pill.hidden = text === "";
  pill.dataset.count = n;
  await endToast();
  if (said.ended) showToast(pill.dataset.endedWhy);
  document.dispatchEvent(new CustomEvent("counterpoise:waiting", { detail: { n, came, elsewhere, unreadable, arrived: said.came ?? [] } }));
}

// What this page shows of the record is old by now, and what arrived has a name: the part for it is fetched when it is needed.
const ARRIVED = "counterpoise-arrived"; // the numbers of what arrived just before the page came anew
function tellArrived(came, how = "arrived") {
  import(pill.dataset.arrivedScript).then((part) => part[how](came)).catch(() => {});
}

const tabs = new BroadcastChannel("counterpoise-arrived"); // only one of them sends; the others would stay old
tabs.onmessage = (event) => { tellArrived(event.data); tellWaiting({ came: event.data }); };

let sending, again, waits, timer;
function tryLater() {
  clearTimeout(timer);
  timer = setTimeout(sendWaiting, waits);
  waits = Math.min(2 * waits, LATEST);
}
async function sendUntilStill() {
  do {
    again = false;
    const said = await outbox.send();
    for (const state of Object.keys(since)) since[state] += said[state];
    if (said.came.length) waits = SOON;
    await tellWaiting(said);
    if (!said.came.length) continue;
    tellArrived(said.came);
    tabs.postMessage(said.came);
  } while (again); // asked meanwhile, such as by a network that came back while the last try failed
  if (Number(pill.dataset.count)) tryLater();
}
function sendWaiting() {
  again = true;
  waits ??= SOON;
  sending ??= sendUntilStill().finally(() => { sending = undefined; });
  return sending;
}

// The fields of a form as the server wants them; nothing of the form's own protection is kept.
function fieldsOf(form, given) {
  const fields = {};
  for (const name of given.keys()) fields[name] = given.getAll(name).join(" "); // several boxes of one name: the places
  delete fields.csrfmiddlewaretoken;
  for (const [name, value] of Object.entries(form.dataset)) if (name.startsWith("with")) fields[name.slice(4).toLowerCase()] = value;
  return fields;
}

// What is kept, in the words of its form: said once, on this page, and stored nowhere.
function calledBy(form, button, given) {
  const { substance, amount, unit, own, value, pain } = Object.fromEntries(given);
  const kind = button?.name === "kind" && button.textContent;
  const said = [form.dataset.called, substance, amount, amount && unit, kind, own, value].filter(Boolean).join(" ");
  return said && said + (pain ? pill.dataset.pain.replace("{value}", pain) : "");
}

// The page for offline is drawn for the diary that was open last, and is for that one until it goes, whatever is opened
// elsewhere meanwhile: whose it is, the key of its journal (its own may be that of another, at this address before), and
// what it calls them.
const WHOSE = ["for", "key", "theirs"];
// Nothing: one's own, the only one. false: one's own, of somebody who writes for others, too. Else another's: their name, or
// where a lock stands before a diary only that there is somebody.
function theirsOf({ own, theirs }) {
  if (own !== undefined) return false;
  return theirs === undefined ? "" : theirs || true;
}
const drawnHere = [pill.dataset.for, pill.dataset.key, theirsOf(pill.dataset)];
const drawnFor = SHELL ? outbox.remembered(...WHOSE).catch(() => []) : Promise.resolve(drawnHere);
function forWhom(theirs) {
  if (theirs === false) return pill.dataset.forOwn;
  return typeof theirs === "string" && theirs ? pill.dataset.forTheir.replace("{name}", () => theirs) : "";
}

// Gives what was kept, or nothing where nobody knows whose entry it is. posted: whether it may have arrived all the same.
// given: what was sent, where the form may say something else by now.
async function keepForm(form, button, posted = false, given = new FormData(form, button)) {
  if (pill.dataset.sample) return undefined; // a simulated person has no entries that wait, and the own diary not these
  const fields = fieldsOf(form, given), called = calledBy(form, button, given);
  const typed = SHELL && fields.at ? new Date(fields.at) : null;
  if (typed) fields.shown_in = Intl.DateTimeFormat().resolvedOptions().timeZone; // on which clock: the journal looks at it
  const [diary, key, theirs] = await drawnFor;
  if (!diary || !key || ended) return undefined;
  await keepOnce(key, diary, form.dataset.keep, fields, typed, posted, "callFirst" in { ...form.dataset, ...button?.dataset });
  await tellWaiting();
  return { id: fields.id, diary, key, called: called && called + forWhom(theirs) };
}

// A form that was sent twice before anything answered is one entry; with another value it is another one.
const keptHere = new Map(); // what was kept under which number, while this page is open
async function keepOnce(key, diary, what, fields, ...more) {
  const said = JSON.stringify(fields);
  if (fields.id && keptHere.get(fields.id) === said) return;
  if (keptHere.has(fields.id)) fields.id = newId();
  fields.id ||= newId();
  keptHere.set(fields.id, said);
  try {
    await outbox.keep(key, diary, what, fields, ...more);
  } catch (error) {
    keptHere.delete(fields.id);
    throw error;
  }
}

// Why something could not be written on the device, as the toast says it.
const reasonOf = (error) => (error?.name === "QuotaExceededError" ? "full" : "unkept");

let fresh, keptWords; // what the toast offers to take back, and where it says so
function sayKept(kept) {
  fresh = kept;
  if (!kept) { // the same number, also where it is tapped again
    if (ended) showToast(pill.dataset.endedWhy);
    else sayNotSaved();
    hideToastLater();
    return;
  }
  let said = kept.locked ? numbered("locked", 1) : pill.dataset.kept;
  if (kept.called) said = pill.dataset.keptThis.replace("{what}", () => kept.called);
  keptWords = showToast(said, undoOf(() => takeBack(kept)));
  hideToastLater();
  waits = SOON;
  sendWaiting();
  for (const field of document.querySelectorAll("input[data-new-id]")) field.value = newId();
}

function offer(words, work) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("click", work);
  return button;
}
const undoOf = (undo) => offer(pill.dataset.undo, undo);
// What may have reached the journal is taken back there as well: that is sealed, and sent, as an entry is.
async function takeBack(kept) {
  if (fresh !== kept) return; // tapped twice
  fresh = undefined;
  let never;
  try {
    never = await outbox.undo(kept.key, kept.diary, kept.id);
  } catch (error) {
    fresh = kept; // it is there still, and can be tapped again
    keptWords = sayNotSaved(reasonOf(error), undoOf(() => takeBack(kept)));
    return;
  }
  keptHere.delete(kept.id);
  const stood = document.getElementById("toast").contains(document.activeElement);
  showToast(never ? pill.dataset.undone : pill.dataset.undoneThere);
  hideToastLater();
  if (stood) document.getElementById("main").focus();
  await tellWaiting();
  sendWaiting();
}
// What the toast speaks of has arrived: it does not wait any more.
async function endToast() {
  const kept = fresh, toasts = document.getElementById("toast");
  if (!kept || await outbox.holds(kept.id) || fresh !== kept) return;
  fresh = undefined;
  if (!keptWords.isConnected) return; // something else is said by now
  const stood = toasts.contains(document.activeElement);
  toasts.replaceChildren();
  if (stood) document.getElementById("main").focus();
}

// What is sent by htmx from a form that can be kept.
function keepable({ elt, requestConfig }) { return requestConfig.verb === "post" ? elt.closest("form[data-keep]") : null; }
function keepSent(form, { requestConfig }, posted) {
  return keepForm(form, requestConfig.triggeringEvent?.submitter, posted, requestConfig.formData);
}
// The network is gone while a page of the journal is open: what htmx could not send is kept.
for (const unanswered of NO_NETWORK) {
  document.addEventListener(unanswered, ({ detail }) => {
    const form = keepable(detail);
    if (form) {
      const posted = navigator.onLine || detail.xhr.status > 0; // else it cannot have left the phone
      keepSent(form, detail, posted).then((kept) => {
        sayKept(kept);
        if (kept) form.dispatchEvent(new CustomEvent("counterpoise:kept", { bubbles: true }));
      }, (error) => sayNotSaved(reasonOf(error)));
    } else if (detail.requestConfig.verb === "get" && detail.elt.matches("a")) {
      location.assign("/offline/");
    }
  });
}
// Where nothing answers it is as without a network. Only what can be kept here is cut off: other answers may take long.
const KEEPS = Boolean(globalThis.crypto?.subtle && pill.dataset.for);
let slow, sendingWords;
function saySending() {
  clearTimeout(slow);
  slow = setTimeout(() => { sendingWords = showToast(pill.dataset.sending); }, 1000);
}
function endSending() {
  clearTimeout(slow);
  if (sendingWords?.isConnected) document.getElementById("toast").replaceChildren();
}
document.addEventListener("htmx:beforeSend", ({ detail }) => {
  const { xhr, elt } = detail;
  if (!KEEPS || !(keepable(detail) || elt.matches("#dose a[data-like]"))) return;
  saySending();
  const cut = setTimeout(() => { xhr.timeout = 1; }, PATIENCE); // counted from when it was sent: over at once
  xhr.addEventListener("loadend", () => { clearTimeout(cut); endSending(); });
});
// The next page says what was kept, and takes it back. What it was is stored nowhere.
const sayNext = ({ id, diary, key }, locked) => outbox.remember({ fresh: { id, diary, key, locked } }).catch(() => {});
// The diary was locked, or the session ended, while its page stood open: what was sent waits until it is open again. Else
// the form is void; of what is not kept the page that comes says that it was not saved.
async function keepIfShut({ detail }) {
  const form = keepable(detail);
  const here = await fetch("/outbox/", { cache: "no-store", signal: patience() }).catch(() => null);
  const locked = detail.xhr.getResponseHeader(LOCKED) || here?.headers.has(LOCKED);
  let why;
  const kept = form && locked ? await keepSent(form, detail).catch((error) => { why = reasonOf(error); }) : undefined;
  if (kept) await sayNext(kept, true);
  else if (detail.requestConfig.verb !== "get") await markVoid(here, why === "full");
}
// Whether the journal answers, and whether its lock is shut.
function reached() {
  return fetch("/outbox/", { method: "HEAD", cache: "no-store", signal: patience() })
    .then(({ status, headers }) => [answers(status, headers.has(OURS)), headers.has(LOCKED)], () => [false, false]);
}
// Plain forms: the network is asked first, so that no form is lost with the page.
document.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  if (SHELL || !form.matches("form[data-keep]:not([hx-post])")) return;
  if (form.dataset.sure) { keepIfSlow(event); return; }
  event.preventDefault();
  saySending();
  onItsWay += 1; // the page goes with it
  const [there, locked] = await reached();
  try {
    if ((!there || locked) && await keepAndGo(form, button, { locked })) return;
  } catch (error) { // it stays where it was written
    onItsWay -= 1;
    endSending();
    sayNotSaved(reasonOf(error));
    return;
  }
  if (locked) await markVoid();
  onItsWay -= 1;
  form.dataset.sure = "yes";
  form.requestSubmit(button);
});
async function keepAndGo(form, button, { locked = false, posted = false, given } = {}) {
  const kept = await keepForm(form, button, posted, given);
  if (!kept) return false;
  await sayNext(kept, locked);
  location.assign(locked ? "/" : form.dataset.after || "/offline/");
  return true;
}
// The network was there a moment ago, and now nothing comes: what may have arrived is kept as well.
function keepIfSlow(event) {
  const form = event.target, button = event.submitter, given = new FormData(form, button);
  if (!KEEPS) return;
  if (form.dataset.sure === "sent") { event.preventDefault(); return; } // it is on its way
  form.dataset.sure = "sent";
  onItsWay += 1;
  const late = setTimeout(() => {
    stop();
    onItsWay -= 1;
    endSending();
    form.dataset.sure = "yes";
    keepAndGo(form, button, { posted: true, given })
      .then((kept) => kept || sayNotSaved(), (error) => sayNotSaved(reasonOf(error)));
  }, PATIENCE);
  addEventListener("pagehide", () => { clearTimeout(late); endSending(); form.dataset.sure = "yes"; }, { once: true });
}
// What cannot be kept here stays on its page: the browser's own page of an error would take its place.
document.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  if (navigator.onLine || event.defaultPrevented || form.method !== "post") return;
  if (form.matches("form[data-keep], form[hx-post], form[data-reached]")) return;
  event.preventDefault();
  const [there] = await reached(); // the journal may run on this very device
  if (!there) { showToast(form.dataset.notSent ?? pill.dataset.notSent); return; }
  form.dataset.reached = "yes";
  form.requestSubmit(button);
});
// What ends the session here also wipes what waits: not without saying how much.
document.addEventListener("submit", (event) => {
  const form = event.target, n = Number(pill.dataset.count || 0);
  if (!form.matches("form[data-wipes]") || !n || event.submitter?.name === "lose") return;
  event.preventDefault();
  const warning = form.querySelector("[data-wipe-warning]");
  warning.hidden = false;
  warning.querySelector("[data-wipe-count]").textContent = numbered("wipe", n);
  warning.querySelector("button").focus();
});
document.addEventListener("click", (event) => { if (event.target.closest("[data-send-now]")) sendWaiting(); });

async function rememberWhose() {
  const { for: diary, key } = pill.dataset;
  if (diary) return outbox.rememberWhose({ for: diary, key, theirs: theirsOf(pill.dataset) });
  if (!("shut" in pill.dataset)) return undefined;
  const [last, its, name] = await outbox.remembered(...WHOSE); // it was open last, and may have had no lock then
  return name ? outbox.rememberWhose({ for: last, key: its, theirs: true }) : undefined;
}
// Whether there is a dose "as usual" at all: the page for offline offers none where there is none.
async function rememberAgain() {
  const offered = SHELL ? undefined : document.querySelector("[data-again]")?.dataset.again;
  if (offered === undefined || !pill.dataset.for) return;
  await outbox.remember({ again: { for: pill.dataset.for, offered: offered.split(" ").filter(Boolean) } }).catch(() => {});
}
async function begin() {
  const came = sessionStorage.getItem(ARRIVED);
  sessionStorage.removeItem(ARRIVED);
  if (came) tellArrived(came.split(" "), "say");
  await rememberWhose();
  await rememberAgain();
  const kept = await outbox.remembered("fresh");
  if (kept) await outbox.forget("fresh");
  if (kept && await outbox.holds(kept.id)) sayKept(kept);
  if (pill.dataset.for) {
    // the pages for offline: of this journal, in this language, for this country, in this look
    const { lang, dataset } = document.documentElement, { country, key } = pill.dataset;
    const about = JSON.stringify([lang, country, dataset, key]);
    (await navigator.serviceWorker?.ready)?.active.postMessage({ keepPages: about, language: lang });
  }
}

if ("serviceWorker" in navigator && globalThis.crypto?.subtle) {
  window.addEventListener("load", () => { // what it fetches for later must not hold up this page
    navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" }).catch(() => {});
  });
  begin().catch(() => {});
  sendWaiting();
  const sendSoon = () => { waits = SOON; sendWaiting(); }; // the first try may come before the network is really there
  window.addEventListener("online", sendSoon);
  document.addEventListener("counterpoise:wiped", sendSoon);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") sendSoon(); });
}

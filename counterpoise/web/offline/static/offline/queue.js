// What was written without a network: sealed at once, kept on the device in order, sent one at a time, each until its
// receipt is here. Nothing kept here can be read back, also not by this file.
"use strict";

const outbox = (() => {
  const BLOCK = 1024; // every entry fills whole blocks: its length does not tell what it is
  let opening, wiped = false;

  function opened() {
    opening ??= new Promise((done, failed) => {
      const asked = indexedDB.open("counterpoise", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("waiting", { keyPath: "place", autoIncrement: true });
        asked.result.createObjectStore("about");
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => asked.result.close();
        asked.result.onclose = onWiped;
        done(asked.result);
      };
      asked.onerror = () => { opening = undefined; failed(asked.error); };
    });
    return opening;
  }

  // All that was stored is gone while this page stands open: the journal is asked whether it was by its word.
  function onWiped() {
    opening = undefined;
    wiped = true;
    document.dispatchEvent(new CustomEvent("counterpoise:wiped"));
  }

  async function within(store, mode, work) {
    const database = await opened();
    return new Promise((done, failed) => {
      const change = database.transaction(store, mode, { durability: "strict" });
      const asked = work(change.objectStore(store));
      change.oncomplete = () => done(asked.result);
      change.onabort = () => failed(change.error);
    });
  }

  const remember = (about) => within("about", "readwrite", (store) => { // together: nobody reads one without the other
    for (const [name, value] of Object.entries(about)) store.put(value, name);
    return {};
  });
  // Whose page this is, or nobody's: a full phone takes no new mark, and what is written later must not bear the old one.
  async function rememberWhose(whose) {
    const names = Object.keys(whose), known = await remembered(...names);
    if (names.every((name, i) => known[i] === whose[name])) return;
    await remember(whose).catch(() => forget(...names));
  }
  const forget = (...names) => within("about", "readwrite", (store) => {
    for (const name of names) store.delete(name);
    return {};
  });
  const remembered = (...names) => within("about", "readonly", (store) => {
    const asked = names.map((name) => store.get(name));
    return { get result() { return asked.length > 1 ? asked.map((one) => one.result) : asked[0].result; } };
  });
  const count = () => within("waiting", "readonly", (store) => store.count());
  const next = (after) => within("waiting", "readonly", (store) => store.getAll(IDBKeyRange.lowerBound(after, true), 1));
  const all = () => within("waiting", "readonly", (store) => store.getAll());
  const refused = new Set(); // what the journal could not open since this page was opened
  const isUnreadable = (one, key) => refused.has(one.id) || Boolean(one.key && key && one.key !== key);
  // What waits: what the journal with this key cannot open, what is for another diary than this one (if it is known), the rest.
  async function sorted(diary, key) {
    const found = { mine: [], others: [], unreadable: [] };
    for (const one of await all()) {
      if (isUnreadable(one, key)) found.unreadable.push(one);
      else found[[undefined, one.for].includes(diary) ? "mine" : "others"].push(one);
    }
    return found;
  }
  const holds = async (id) => (await all()).some((one) => one.id === id);
  const wipe = () => within("waiting", "readwrite", (store) => store.clear());

  function written(at) { // with the offset of this device's clock, as ISO 8601
    const offset = -at.getTimezoneOffset(), two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
    const local = new Date(at.getTime() + offset * 60000).toISOString().slice(0, -1);
    return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
  }

  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

  // Gives what is to be stored. tried: it may have reached the journal another way. first: a sign for which to call first:
  // that bit alone stands unsealed, so that a page that is opened later still says so, and not of which sign.
  async function seal(key, diary, what, fields, at, tried = false, first = false) {
    const id = fields.id || newId();
    const now = new Date();
    const salt = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const said = { v: 1, id, salt, for: diary, what, fields, made: written(now), at: at ? written(at) : null };
    const text = new TextEncoder().encode(JSON.stringify(said));
    const padded = new Uint8Array(Math.ceil(text.length / BLOCK) * BLOCK).fill(32);
    padded.set(text);
    const sealed = await hpke.seal(bytes(key), "counterpoise outbox 1", padded);
    return { for: diary, key, id, sealed, tried, kept: now.getTime(), back: what === "undo", ...(first && { first }) };
  }
  async function keep(...said) {
    const one = await seal(...said);
    await within("waiting", "readwrite", (store) => store.add(one));
    navigator.storage?.persist?.().catch(() => {}); // so that a full phone does not throw it away
    return one.id;
  }

  const ends = (answer) => answer.headers.has("Counterpoise-Ended"); // the pairing of this device: nothing is stored any more
  async function hello() {
    const answer = await fetch("/outbox/", { cache: "no-store", redirect: "error", signal: patience() });
    if (answer.status === 403) return { locked: true, ended: ends(answer) };
    if (!answer.ok) throw new Error("no answer");
    return answer.json();
  }

  // Gives the state of one entry, or undefined where sending has to stop for now.
  async function sendOne(one, token) {
    const headers = { "Content-Type": "application/octet-stream", "X-CSRFToken": token, "Counterpoise-Clock": written(new Date()) };
    const answer = await fetch("/outbox/", { method: "POST", body: one.sealed, headers, redirect: "error", signal: patience() });
    if (ends(answer)) return "ended";
    if (![200, 202, 400, 409, 413].includes(answer.status)) return undefined;
    const said = await answer.json().catch(() => ({})); // the page of a hotel's network is no receipt
    if (said.id === one.id && ["saved", "kept", "both", "erased"].includes(said.state)) return said.state;
    if (said.state === "unreadable") refused.add(one.id); // 413 alone: too large for what lies on the way today
    return said.state === "unreadable" || answer.status === 413 ? "unreadable" : undefined;
  }

  const unmarked = new Set(); // sent, and not marked as tried
  // From here on nobody knows whether it arrived, until there is a receipt. False where it was deleted meanwhile.
  const tried = (one) => within("waiting", "readwrite", (store) => {
    const asked = store.get(one.place);
    asked.onsuccess = () => { if (asked.result && !one.tried) store.put({ ...asked.result, tried: true }); };
    return asked;
  }).catch(() => unmarked.add(one.id)); // a full phone keeps nothing new, and sends all the same

  async function sendAll(said) {
    if (!wiped && !(await count())) return;
    const { token, for: diary, key, locked, ended } = await hello();
    wiped = false;
    Object.assign(said, { locked: Boolean(locked), for: diary, key, ended });
    for (let after = 0; !locked;) {
      const [one] = await next(after);
      if (!one) break;
      after = one.place;
      if (one.for !== diary || isUnreadable(one, key)) continue;
      if (!(await tried(one))) continue;
      const state = await sendOne(one, token);
      said.ended = state === "ended";
      if (state === undefined || said.ended) break;
      if (state === "unreadable") continue;
      said[state] += 1;
      said.came.push(one.id);
      await within("waiting", "readwrite", (store) => store.delete(one.place));
    }
  }

  // One tab at a time; in order; until nothing waits or nobody answers.
  async function send() {
    const said = { saved: 0, kept: 0, both: 0, erased: 0, locked: false, came: [] };
    await navigator.locks.request("counterpoise-outbox", () => sendAll(said).catch(() => {}));
    return said;
  }
  // Takes entries out again, by their numbers and at once: what sends sees in the store what is gone. Gives what was taken
  // out, sealed as it is. instead: what is added for it in the same step, if anything.
  async function takeOut(ids, instead = () => undefined) {
    let out = [];
    await within("waiting", "readwrite", (store) => {
      const asked = store.getAll();
      asked.onsuccess = () => {
        out = asked.result.filter((each) => ids.includes(each.id));
        for (const one of out) store.delete(one.place);
        const added = instead(out);
        if (added) store.add(added);
      };
      return asked;
    });
    return out;
  }
  // Takes one out. What may have left the phone is taken back in the journal as well, also while it is being sent: that is
  // kept in the same step. Gives the entry where it cannot have left the phone.
  async function undo(key, diary, id) {
    const back = await seal(key, diary, "undo", { of: id });
    const never = ([one]) => one && !one.tried && !unmarked.has(id);
    const out = await takeOut([id], (found) => (never(found) ? undefined : back));
    return never(out) ? out[0] : undefined;
  }
  async function putBack(ones) { // each to its place
    for (const one of ones) await within("waiting", "readwrite", (store) => store.put(one));
  }
  // Fails where there is no room to put these back once they were taken out: each is written anew as it is now.
  const roomFor = (ones) => within("waiting", "readwrite", (store) => {
    for (const { place } of ones) {
      const asked = store.get(place);
      asked.onsuccess = () => { if (asked.result) store.put(asked.result); };
    }
    return {};
  });
  return {
    all, count, forget, holds, isUnreadable, keep, putBack, remember, remembered, rememberWhose, roomFor, send, sorted, takeOut,
    undo, wipe,
  };
})();

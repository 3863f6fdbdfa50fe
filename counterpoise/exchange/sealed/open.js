"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const sealed = JSON.parse(byId("sealed").textContent);
  const texts = JSON.parse(byId("texts").textContent);
  const about = new TextEncoder().encode("counterpoise-sealed 1");
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const text = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));
  const tell = (where, said) => { byId(where).textContent = said; };

  async function unlocked(typed) {
    const words = new TextEncoder().encode(typed.replace(/[\s-]/g, "").toLowerCase());
    const from = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(sealed.salt), iterations: sealed.iterations };
    const key = await crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const lock = { name: "AES-GCM", iv: bytes(sealed.nonce), additionalData: about };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(lock, key, bytes(sealed.data))));
  }

  async function signed(content, said) {
    const kind = { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("pkcs8", bytes(content.key), kind, false, ["sign"]);
    const data = new TextEncoder().encode(said);
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, data);
    const head = { format: "counterpoise-signed-proposal", version: 1, file: content.file };
    return JSON.stringify({ ...head, said, signature: text(signature) }, null, 1);
  }

  function written(form) {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (value.trim() === "") continue;
      (fields[name] ??= []).push(value);
    }
    return fields;
  }

  function save(file) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file], { type: "application/json" }));
    link.download = texts.file_name;
    link.click();
  }

  function show(content) {
    byId("closed").remove();
    const place = byId("opened");
    place.innerHTML = content.body + content.form;
    place.hidden = false;
    place.focus();
    const form = place.querySelector("form");
    form?.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = written(form);
      const anything = Object.keys(fields).some((name) => !["author", "role"].includes(name));
      if (!anything) { tell("written", texts.empty); return; }
      save(await signed(content, JSON.stringify({ said_at: new Date().toISOString(), fields })));
      tell("written", texts.saved);
    });
  }

  byId("opener").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!globalThis.crypto?.subtle) { tell("state", texts.unable); return; }
    tell("state", texts.opening);
    let content;
    try { content = await unlocked(byId("passphrase").value); } catch { tell("state", texts.wrong); return; }
    show(content);
  });
})();

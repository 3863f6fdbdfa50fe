// Passkeys: the browser asks the device, and what it signed goes into a plain form.
"use strict";

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function asked(options) {
  const key = options.publicKey;
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const list of [key.excludeCredentials, key.allowCredentials]) {
    for (const one of list || []) one.id = bytes(one.id);
  }
  return options;
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function use(form, act) {
  const problem = form.querySelector(".problem");
  problem.hidden = true;
  try {
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const answer = await fetch(form.dataset.begin, { method: "POST", body });
    if (!answer.ok) throw new Error(String(answer.status));
    form.elements.credential.value = told(await act(asked(await answer.json())));
    form.submit();
  } catch {
    problem.hidden = false; // not wanted after all, or not possible
  }
}

function ready(selector, act) {
  for (const form of document.querySelectorAll(selector)) {
    if (!window.PublicKeyCredential) continue;
    for (const part of form.querySelectorAll("[hidden]:not(input, .problem)")) part.hidden = false;
    for (const part of form.querySelectorAll(":scope > .soft")) part.hidden = true;
    form.addEventListener("submit", (event) => { event.preventDefault(); use(form, act); });
  }
}

document.addEventListener("DOMContentLoaded", () => {
  ready(".passkey-open", (options) => navigator.credentials.get(options));
  ready(".passkey-add", (options) => navigator.credentials.create(options));
});

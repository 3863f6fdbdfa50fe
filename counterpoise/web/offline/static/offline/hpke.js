// RFC 9180, base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, with the browser's own parts.
// Only sealing: what opens it never reaches a phone. Tested against the RFC's vectors and the server's other library.
"use strict";

const hpke = (() => {
  const KEM = "KEM\x00\x10";
  const AES_256 = { id: 2, bytes: 32 };
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const SIGN = { name: "HMAC", hash: "SHA-256" };

  const joined = (...parts) => {
    const bytes = parts.map((part) => typeof part === "string" ? Uint8Array.from(part, (sign) => sign.charCodeAt(0)) : part);
    const whole = new Uint8Array(bytes.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of bytes) { whole.set(part, at); at += part.length; }
    return whole;
  };

  async function hmac(key, message) {
    const used = await crypto.subtle.importKey("raw", key.length ? key : new Uint8Array(32), SIGN, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", used, message));
  }
  const extract = (suite, salt, label, material) => hmac(salt, joined("HPKE-v1", suite, label, material));
  async function expand(suite, key, label, info, length) { // at most 32 bytes: one round of HKDF
    const head = Uint8Array.of(length >> 8, length & 255);
    return (await hmac(key, joined(head, "HPKE-v1", suite, label, info, "\x01"))).slice(0, length);
  }

  async function shared(theirs, pair) {
    const to = await crypto.subtle.importKey("raw", theirs, CURVE, true, []);
    const secret = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: to }, pair.privateKey, 256));
    const sent = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const key = await extract(KEM, "", "eae_prk", secret);
    return { sent, secret: await expand(KEM, key, "shared_secret", joined(sent, theirs), 32) };
  }

  // pair and cipher are given by tests alone.
  async function seal(theirs, info, plain, { about = new Uint8Array(), pair, cipher = AES_256 } = {}) {
    const own = pair || await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    const { sent, secret } = await shared(theirs, own);
    const suite = `HPKE\x00\x10\x00\x01\x00${String.fromCharCode(cipher.id)}`;
    const context = joined("\x00", await extract(suite, "", "psk_id_hash", ""), await extract(suite, "", "info_hash", info));
    const from = await extract(suite, secret, "secret", "");
    const bytes = await expand(suite, from, "key", context, cipher.bytes);
    const nonce = await expand(suite, from, "base_nonce", context, 12);
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt"]);
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: about }, key, plain);
    return joined(sent, new Uint8Array(locked));
  }
  return { seal };
})();

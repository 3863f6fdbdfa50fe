// Asking this browser to be called: nothing is asked of its maker's service before the button is pressed.
"use strict";

const form = document.querySelector("[data-agree]");
const can = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function drop() {
  const worker = await navigator.serviceWorker.getRegistration("/");
  const agreed = worker && await worker.pushManager.getSubscription();
  if (agreed) await agreed.unsubscribe();
}

async function agree() {
  if (await Notification.requestPermission() !== "granted") return say("denied");
  const worker = await navigator.serviceWorker.ready;
  await drop();
  const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.agree) };
  form.elements.endpoint.value = (await worker.pushManager.subscribe(options)).endpoint;
  form.submit();
}

function say(name) { document.getElementById("agree-said").textContent = form.dataset[name]; }

if (form) {
  if (can) form.querySelector("button").disabled = false;
  else say("cannot");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    agree().catch(() => say("failed"));
  });
}
if (can && document.querySelector("[data-refused]")) drop();
for (const end of document.querySelectorAll("[data-ends-here]")) {
  end.addEventListener("submit", (event) => {
    event.preventDefault();
    drop().finally(() => end.submit());
  });
}

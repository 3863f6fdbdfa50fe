// Asking this browser to be called: nothing is asked of its maker's service before the button is pressed.
"use strict";

const agreed = document.querySelector("button[data-agree]");
const can = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function drop() {
  const worker = await navigator.serviceWorker.getRegistration("/");
  const called = worker && await worker.pushManager.getSubscription();
  if (called) await called.unsubscribe();
}

async function agree() {
  if (await Notification.requestPermission() !== "granted") return say("denied");
  const worker = await navigator.serviceWorker.ready;
  await drop();
  const options = { userVisibleOnly: true, applicationServerKey: bytes(agreed.dataset.agree) };
  agreed.form.elements.endpoint.value = (await worker.pushManager.subscribe(options)).endpoint;
  agreed.form.requestSubmit(agreed);
}

function say(name) { document.getElementById("agree-said").textContent = agreed.dataset[name]; }

// The form is the one of the choices: what is ticked there is sent along. The button is held back until all is ready.
if (agreed) {
  if (can) agreed.disabled = false;
  else say("cannot");
  agreed.addEventListener("click", (event) => {
    event.preventDefault();
    agree().catch(() => say("failed"));
  });
}
if (can && document.querySelector("[data-refused]")) drop();
for (const end of document.querySelectorAll("[data-ends-here]")) {
  end.addEventListener("click", (event) => {
    event.preventDefault();
    drop().finally(() => end.form.requestSubmit(end));
  });
}

// What the worker does when this browser is called. The call is empty; the words are these, and name nothing.
"use strict";

const MOMENT = { en: "A moment for your diary", es: "Un momento para tu diario" };

self.addEventListener("push", (event) => {
  const language = (self.navigator.language || "en").slice(0, 2);
  const told = self.registration.showNotification(MOMENT[language] || MOMENT.en, {
    tag: "moment", // a new one takes the place of the one before
    silent: false,
    lang: MOMENT[language] ? language : "en",
  });
  event.waitUntil(told);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const page = new URL("/checkin/", self.location.origin).href;
  const show = self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (open) => {
    const here = open.find((one) => new URL(one.url).origin === self.location.origin && "navigate" in one);
    if (!here) return self.clients.openWindow(page);
    const moved = await here.navigate(page).catch(() => null);
    return moved ? moved.focus() : self.clients.openWindow(page);
  });
  event.waitUntil(show);
});

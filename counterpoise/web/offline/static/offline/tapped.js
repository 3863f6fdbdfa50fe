// Today, without a network: a usual dose that is tapped asks for its pain all the same, in a row of numbers that the page
// holds from the start. What is tapped there goes to the journal where that answers by now, and is kept where it does not.
"use strict";

// A form of a dose that was kept is done with, and the list stands there again as it came with the page: nothing invites to
// tap the same once more.
const list = document.getElementById("dose").cloneNode(true);
document.addEventListener("counterpoise:kept", (event) => {
  const dose = event.target.closest("#dose");
  if (!dose) return; // also the form below, which is gone by now
  dose.replaceChildren(...list.cloneNode(true).childNodes);
  htmx.process(dose);
  dose.focus({ preventScroll: true });
});

function closeTapped(form) {
  const dose = form.parentElement;
  form.remove();
  for (const part of dose.children) part.hidden = false;
  dose.querySelector(`[data-like="${form.dataset.withLike}"]`)?.focus({ preventScroll: true });
}

function openTapped(link) {
  const dose = document.getElementById("dose");
  const form = document.getElementById("dose-tapped").content.firstElementChild.cloneNode(true);
  const [title, lot] = link.firstElementChild.childNodes; // the bag, where there is one
  form.dataset.withLike = link.dataset.like;
  form.dataset.called = title.textContent;
  form.action = link.href;
  form.setAttribute("hx-post", link.getAttribute("href"));
  form.querySelector("h3").textContent = title.textContent;
  form.querySelector(".lot").textContent = lot?.textContent ?? "";
  form.querySelector("[data-cancel]").addEventListener("click", () => closeTapped(form));
  form.addEventListener("counterpoise:kept", () => closeTapped(form));
  for (const part of dose.children) part.hidden = true;
  dose.append(form);
  prepare(form);
  htmx.process(form);
  form.querySelector("h3").focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest" });
}

for (const unanswered of NO_NETWORK) {
  document.addEventListener(unanswered, (event) => { // before any other hears of it: no other page is needed
    if (!event.detail.elt.matches("#dose a[data-like]")) return;
    event.stopImmediatePropagation();
    openTapped(event.detail.elt);
  }, true);
}

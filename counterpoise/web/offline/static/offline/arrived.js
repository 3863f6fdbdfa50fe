// What waited has arrived while a page stands open: it is said by name, and what the page shows of the record comes anew.
const PARTS = ["top", "by-phone", "since", "log", "acting"]; // of Today; what somebody writes in stays as it is

function asked(path, came) {
  const url = new URL(path, location.href);
  for (const id of came.slice(-60)) url.searchParams.append("came", id);
  return url.pathname + url.search;
}

// Only where nothing would be lost with the page: a number, a note, a choice that is not sent yet.
function isTyped(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return field.value !== (field.querySelector("[selected]") ?? field.options[0])?.value;
  return field.value !== field.defaultValue;
}
function isWritten() {
  const fields = document.querySelectorAll("main input:not([type=hidden]), main textarea, main select:not([data-device-zone])");
  return [...fields].some(isTyped);
}

export async function say(came) {
  if (fresh) return; // what waits now can be taken back there
  const answer = await fetch(asked(pill.dataset.told, came), { cache: "no-store", redirect: "error" });
  const text = answer.ok && answer.headers.has(OURS) ? await answer.text() : "";
  if (!text || fresh) return;
  showToast(text);
  hideToastLater();
}

export async function arrived(came) {
  const today = document.querySelector("[data-today]");
  if (today) {
    const parts = PARTS.map((id) => `#${id}:innerHTML`);
    if (!document.querySelector("#dose form, #dose :focus")) parts.push("#dose:innerHTML");
    await htmx.ajax("GET", asked(today.dataset.today, came), { source: today, swap: "none", selectOOB: parts.join(",") });
  } else if ("record" in pill.dataset && !isWritten() && !sessionStorage.getItem(ARRIVED)) {
    sessionStorage.setItem(ARRIVED, came.join(" "));
    location.reload();
    return;
  }
  await say(came);
}

// Marks of a time axis on the clock of home, in the language of the page.
"use strict";

function timeAxis(zone, language) {
  const format = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
  const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = format({ day: "numeric", month: "short" });
  const month = format({ month: "short" });
  const monthYear = format({ month: "short", year: "numeric" });
  const year = format({ year: "numeric" });
  const iso = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  const DAY = 86400;

  function values(_plot, splits, _axis, _space, step) {
    return splits.map((split, i) => {
      const at = new Date(split * 1000);
      if (step >= 330 * DAY) return year.format(at);
      if (step >= 27 * DAY) return i === 0 || month.format(at) === month.format(new Date(Date.UTC(2026, 0, 15))) ? monthYear.format(at) : month.format(at);
      if (step >= DAY) return day.format(at);
      const time = clock.format(at);
      return i === 0 || time === "00:00" ? `${time}\n${day.format(at)}` : time;
    });
  }
  return { values, isoDay: (seconds) => iso.format(new Date(seconds * 1000)) };
}

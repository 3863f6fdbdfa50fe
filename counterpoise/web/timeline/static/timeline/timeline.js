// The chart of the timeline: two lanes drawn by uPlot over one stretch of time, and the entry that is read out.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const root = document.getElementById("timeline");
  if (!root || !window.uPlot) return;
  const said = root.dataset;
  const lanes = { ratings: root.querySelector(".ratings"), doses: root.querySelector(".doses") };
  const laneName = root.querySelector(".lane-name");
  const picks = document.querySelector(".picks");
  const output = picks.querySelector("output");
  const axis = timeAxis(said.zone, document.documentElement.lang);
  const HOUR = 3600, DAY = 86400;
  const SLACK = 1.5 * HOUR; // a clock change moves midnight by an hour: that names no further day
  const edge = { first: Number(said.first), last: Number(said.last) };
  const shown = { from: Number(said.from), to: Number(said.to) };
  let loaded = null, plots = [], chosen = -1, waiting, asked = 0;

  for (const part of [root, picks, document.getElementById("chart-keys")]) part.hidden = false;
  const chooser = document.querySelector(".choose");
  chooser.querySelector("button").hidden = true;
  chooser.addEventListener("change", () => chooser.requestSubmit());

  // A token is light and dark in one: only an element that wears it knows which of them holds.
  const probe = root.appendChild(document.createElement("span"));
  probe.hidden = true;
  const colour = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const letters = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const font = `${13 * letters}px system-ui, sans-serif`;
  const xScale = { time: true, range: () => [shown.from, shown.to] };

  function faint(name, alpha) {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = colour(name);
    return canvas.fillStyle + Math.round(alpha * 255).toString(16).padStart(2, "0");
  }

  function axes(withTimes, splits) {
    const look = { stroke: colour("--ink-soft"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    return [
      { ...look, space: 66 * letters, values: withTimes ? axis.values : (_plot, marks) => marks.map(() => ""), size: withTimes ? 42 * letters : 6 },
      { ...look, size: 34 * letters, ...(splits ? { splits: () => splits } : {}) },
    ];
  }

  // Marks that are no line: doses, effects, and the entry that is read out.
  function mark(plot, seconds, name, shape, y) {
    const x = plot.valToPos(seconds, "x", true);
    const { left, width } = plot.bbox;
    if (x < left || x > left + width) return;
    const size = 6 * devicePixelRatio;
    const at = plot.bbox.top + y * devicePixelRatio;
    plot.ctx.fillStyle = colour(name);
    plot.ctx.beginPath();
    if (shape === "dose") { plot.ctx.moveTo(x - size, at - size); plot.ctx.lineTo(x + size, at - size); plot.ctx.lineTo(x, at + size); }
    else { plot.ctx.moveTo(x, at - size); plot.ctx.lineTo(x + size, at); plot.ctx.lineTo(x, at + size); plot.ctx.lineTo(x - size, at); }
    plot.ctx.fill();
  }

  function markDoses(plot) {
    if (loaded.step === 0) {
      for (const at of loaded.others) mark(plot, at, "--ink-soft", "dose", 8);
      for (const at of loaded.doses.x) mark(plot, at, "--tint", "dose", 8);
    }
    for (const at of loaded.effects) mark(plot, at, "--ink", "effect", loaded.step === 0 ? 26 : 8);
  }

  function markBags(plot) {
    plot.ctx.save();
    plot.ctx.strokeStyle = colour("--ink-soft");
    plot.ctx.lineWidth = 1.5 * devicePixelRatio;
    plot.ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const at of loaded.bags) {
      const x = plot.valToPos(at, "x", true);
      if (x < plot.bbox.left || x > plot.bbox.left + plot.bbox.width) continue;
      plot.ctx.beginPath();
      plot.ctx.moveTo(x, plot.bbox.top);
      plot.ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
      plot.ctx.stroke();
    }
    plot.ctx.restore();
  }

  function markChosen(plot) {
    if (chosen < 0) return;
    const x = plot.valToPos(loaded.entries.x[chosen], "x", true);
    plot.ctx.strokeStyle = colour("--ink");
    plot.ctx.lineWidth = 1.5 * devicePixelRatio;
    plot.ctx.beginPath();
    plot.ctx.moveTo(x, plot.bbox.top);
    plot.ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
    plot.ctx.stroke();
  }

  function options(lane, height, y, more) {
    return {
      width: lane.clientWidth, height, padding: [6, 8, 0, 0], legend: { show: false }, cursor: { show: false },
      scales: { x: xScale, y }, tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), said.zone), ...more,
    };
  }

  function ratingsPlot() {
    const [low, high] = loaded.scale;
    const pad = (high - low) * 0.06;
    const { x, y } = loaded.ratings;
    // Dots where they have room; a rating that stands alone between two gaps always, or it would not be seen at all.
    const roomy = (plot, _series, first, last) => (last - first) * 8 < plot.bbox.width / devicePixelRatio;
    const alone = (_plot, _series, shown) => shown ? null : [...y.keys()].filter((i) => y[i] !== null && y[i - 1] == null && y[i + 1] == null);
    const dots = { show: roomy, filter: alone, size: 6, fill: colour("--accent") };
    const thick = { stroke: colour("--accent"), width: 2, spanGaps: false, points: dots };
    const thin = { stroke: "transparent", width: 0, points: { show: false }, spanGaps: false };
    const ranged = loaded.step > 0;
    return new uPlot(options(lanes.ratings, (innerWidth < 720 ? 200 : 260) * letters, { range: [low - pad, high + pad] }, {
      series: ranged ? [{}, thick, thin, thin] : [{}, thick],
      bands: ranged ? [{ series: [3, 2], fill: faint("--accent", 0.22) }] : [],
      axes: axes(false, [0, 1, 2, 3, 4, 5].map((i) => low + ((high - low) * i) / 5)),
      hooks: { draw: [markBags, markChosen] },
    }), ranged ? [x, y, loaded.ratings.low, loaded.ratings.high] : [x, y], lanes.ratings);
  }

  function dosesPlot() {
    const acts = loaded.exposure;
    const bars = loaded.step > 0;
    laneName.textContent = bars ? said.daily : acts ? said.acts : "";
    const tint = colour("--tint");
    const line = { stroke: colour("--accent"), width: 1.5, points: { show: false } };
    const none = { stroke: "transparent", width: 0, points: { show: false } };
    const top = (values) => Math.max(1, ...values) * 1.35;
    const content = bars
      ? { series: [{}, { stroke: tint, fill: tint, width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.8, 40] }) }],
        data: [loaded.doses.x, loaded.doses.y], most: top(loaded.doses.y) }
      : acts
        ? { series: [{}, line, none, none], bands: [{ series: [3, 2], fill: faint("--accent", 0.22) }],
          data: [acts.x, acts.median, acts.low, acts.high], most: top(acts.high) }
        : { series: [{}, none], data: [[loaded.from, loaded.to], [null, null]], most: 1 };
    return new uPlot(options(lanes.doses, 150 * letters, { range: [0, content.most] }, {
      series: content.series, bands: content.bands || [], axes: axes(true), hooks: { draw: [markBags, markDoses, markChosen] },
    }), content.data, lanes.doses);
  }

  function draw() {
    for (const plot of plots) plot.destroy();
    plots = loaded ? [ratingsPlot(), dosesPlot()] : [];
  }
  const redraw = () => { for (const plot of plots) plot.setScale("x", { min: shown.from, max: shown.to }); };

  async function load(tableToo = true) { // the page came with its table: whoever is in it already stays there
    const mine = ++asked;
    const margin = (shown.to - shown.from) / 2;
    const query = (from, to) => new URLSearchParams({
      from: axis.isoDay(from + SLACK), to: axis.isoDay(to - SLACK), measure: said.measure, ...(said.substance ? { substance: said.substance } : {}),
    });
    const visible = query(shown.from, shown.to);
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}"); // of which diary this page is
    const [figures, table] = await Promise.all([
      fetch(`${said.url}?${query(Math.max(shown.from - margin, edge.first), Math.min(shown.to + margin, edge.last + 1))}`, { headers }),
      tableToo ? fetch(`${said.table}?${visible}`, { headers }) : null,
    ]).catch(() => [null, null]);
    if (mine !== asked) return;
    if (figures?.status === 403) { goAnew(); return; }
    if (!figures || !figures.ok || (table && !table.ok)) { output.textContent = said.failed; return; }
    const [fresh, rows] = [await figures.json(), await table?.text()];
    if (mine !== asked) return;
    const reading = chosen >= 0 ? loaded.entries.x[chosen] : null;
    loaded = fresh;
    chosen = reading === null ? -1 : loaded.entries.x.indexOf(reading);
    if (rows !== undefined) document.getElementById("table").innerHTML = rows;
    history.replaceState(null, "", `${said.page}?${visible}`);
    root.dataset.ready = String(mine);
    draw();
  }

  function show(from, to) {
    const length = Math.min(Math.max(to - from, 6 * HOUR), Math.max(366 * DAY, (edge.last - edge.first) * 1.2));
    const aside = 0.49 * length; // something of the record stays in view
    const middle = Math.min(Math.max((from + to) / 2, edge.first - aside), edge.last + aside);
    shown.from = middle - length / 2;
    shown.to = middle + length / 2;
    for (const button of document.querySelectorAll("[data-days][aria-current]")) button.removeAttribute("aria-current");
    redraw();
    clearTimeout(waiting);
    waiting = setTimeout(load, 180);
  }

  function read(index) {
    const { x, label } = loaded.entries;
    chosen = index >= 0 && index < x.length ? index : -1;
    output.textContent = chosen < 0 ? said.none : label[chosen];
    if (chosen >= 0 && (x[chosen] < shown.from || x[chosen] > shown.to)) {
      const half = (shown.to - shown.from) / 2;
      show(x[chosen] - half, x[chosen] + half);
    }
    for (const plot of plots) plot.redraw(false);
  }

  function nearest(seconds) {
    let best = -1;
    loaded.entries.x.forEach((at, i) => { if (best < 0 || Math.abs(at - seconds) < Math.abs(loaded.entries.x[best] - seconds)) best = i; });
    return best;
  }

  function moment(clientX) {
    const box = plots[0].over.getBoundingClientRect();
    return shown.from + ((clientX - box.left) / box.width) * (shown.to - shown.from);
  }

  function step(by) {
    if (!loaded) return;
    const { x } = loaded.entries;
    if (chosen >= 0) return read(Math.min(Math.max(chosen + by, 0), x.length - 1));
    const inside = x.map((at, i) => (at >= shown.from && at <= shown.to ? i : -1)).filter((i) => i >= 0);
    read(inside.length ? inside[by > 0 ? 0 : inside.length - 1] : -1);
  }

  const zoom = (factor) => {
    const middle = chosen >= 0 ? loaded.entries.x[chosen] : (shown.from + shown.to) / 2;
    show(middle - (middle - shown.from) * factor, middle + (shown.to - middle) * factor);
  };
  const travel = (by) => { const length = shown.to - shown.from; show(shown.from + by * length, shown.to + by * length); };
  const KEYS = {
    ArrowLeft: () => step(-1), ArrowRight: () => step(1), "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), "−": () => zoom(2),
    PageUp: () => travel(-1), PageDown: () => travel(1),
  };
  root.addEventListener("keydown", (event) => {
    const action = KEYS[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });

  document.querySelector(".spans").addEventListener("click", (event) => {
    const button = event.target.closest("[data-days], [data-move]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (button.dataset.move) return travel(Number(button.dataset.move));
    const days = Number(button.dataset.days);
    const end = shown.to;
    if (days) show(end - days * DAY, end); else show(edge.first, edge.last);
    button.setAttribute("aria-current", "true");
  });
  picks.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (button) step(Number(button.dataset.pick));
  });

  gestures(root, {
    view: () => ({ ...shown }), moment, move: (from, to) => { if (loaded) show(from, to); },
    pick: (seconds) => { if (loaded && plots.length) read(nearest(seconds)); },
  });
  new ResizeObserver(() => { for (const [i, lane] of [lanes.ratings, lanes.doses].entries()) if (plots[i]) plots[i].setSize({ width: lane.clientWidth, height: plots[i].height }); }).observe(root);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  load(false);
});

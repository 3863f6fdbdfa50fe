// Moving and zooming a stretch of time: drag, pinch, wheel, tap and hover, reported as new edges or as a moment.
"use strict";

// view(): {from, to}; moment(clientX): seconds at a place of the screen; move(from, to); pick(seconds, firmly).
function gestures(element, { view, moment, move, pick }) {
  const fingers = new Map();
  let began = null;
  let travelled = 0;

  const places = () => [...fingers.values()];
  const start = () => { began = { ...view(), at: places().map(moment), width: element.clientWidth }; };

  function follow() {
    const [a, b] = places();
    const span = began.to - began.from;
    const fraction = (x) => { const box = element.getBoundingClientRect(); return (x - box.left) / box.width; };
    if (b === undefined) {
      const shift = (fraction(began.x) - fraction(a)) * span;
      move(began.from + shift, began.to + shift);
    } else {
      const now = Math.max(Math.abs(a - b), 12);
      const scale = began.apart / now;
      const middle = fraction((a + b) / 2);
      const anchor = began.from + fraction(began.middle) * span;
      const length = span * scale;
      move(anchor - middle * length, anchor + (1 - middle) * length);
    }
  }

  function restart() {
    start();
    const [a, b] = places();
    began.x = a;
    began.apart = b === undefined ? 0 : Math.max(Math.abs(a - b), 12);
    began.middle = b === undefined ? a : (a + b) / 2;
  }

  element.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    if (fingers.size === 0) travelled = 0;
    fingers.set(event.pointerId, event.clientX);
    element.setPointerCapture(event.pointerId);
    restart();
  });
  element.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) {
      if (event.pointerType === "mouse") pick(moment(event.clientX), false);
      return;
    }
    travelled += Math.abs(event.clientX - fingers.get(event.pointerId));
    fingers.set(event.pointerId, event.clientX);
    if (travelled > 4) follow();
  });
  function lift(event) {
    if (!fingers.delete(event.pointerId)) return;
    if (fingers.size) restart();
    else if (event.type === "pointerup" && travelled <= 4) pick(moment(event.clientX), true);
  }
  element.addEventListener("pointerup", lift);
  element.addEventListener("pointercancel", lift);
  element.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { from, to } = view();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const shift = (event.deltaX / element.clientWidth) * (to - from);
      return move(from + shift, to + shift);
    }
    const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004);
    const anchor = moment(event.clientX);
    move(anchor - (anchor - from) * factor, anchor + (to - anchor) * factor);
  }, { passive: false });
}

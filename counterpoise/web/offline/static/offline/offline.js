// The worker is set up by every page of the journal.
"use strict";

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" });

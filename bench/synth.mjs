// What a synthesis costs, beside what it may cost: `npm run bench`.
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

const runs = 7;

/** The median wall time in seconds, and the peak memory in MB where the child reports it. */
function measure(command, args) {
  const results = Array.from({ length: runs }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(command, args, { encoding: "utf8", shell: process.platform === "win32" });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`);
    return { seconds: (performance.now() - start) / 1000, megabytes: Number(/peak=(\d+)/.exec(stderr)?.[1]) / 1024 };
  });
  const median = (key) => results.map((result) => result[key]).sort((a, b) => a - b)[Math.floor(runs / 2)];
  return { seconds: median("seconds"), megabytes: median("megabytes") };
}

const reported = 'process.on("exit", () => console.error(`peak=${process.resourceUsage().maxRSS}`));';
const cdktf = measure("node", ["-e", `${reported} require("cdktf")`]);
const app = measure("node", ["-e", `${reported} require("./dist/main.js")`]);
const synth = measure("npm", ["run", "synth"]);

console.table([
  { what: 'node -e require("cdktf")', seconds: cdktf.seconds.toFixed(2), "peak MB": cdktf.megabytes.toFixed(0) },
  {
    what: "the compiled app",
    seconds: app.seconds.toFixed(2),
    "peak MB": app.megabytes.toFixed(0),
    allowed: `${(cdktf.seconds + 0.25).toFixed(2)} s, 110 MB`,
  },
  { what: "npm run synth, with type check", seconds: synth.seconds.toFixed(2), allowed: "1.50 s" },
]);
const kept = app.seconds <= cdktf.seconds + 0.25 && app.megabytes <= 110 && synth.seconds <= 1.5;
console.log(kept ? "Every cost is within what is allowed." : "A cost is beyond what is allowed.");
process.exitCode = kept ? 0 : 1;

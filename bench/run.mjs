// What a synthesis costs, next to other ways to the same roles: `npm run bench`.
// `-- --install` installs what the others need. `-- --markdown` writes docs/performance.md.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

const rounds = 9;
const programs = "bench/programs";
const out = `${programs}/out`;
const tsNode = ["node", "../node_modules/ts-node/dist/bin.js"];
const cdktf = "node_modules/cdktf-cli/bundle/bin/cdktf.js";

/** Each way, the folder that it runs in, and whether it needs what `--install` installs. */
const ways = [
  { name: 'The floor: `require("cdktf")`', command: ["node", "-e", 'require("cdktf")'] },
  { name: "The compiled app, three environments", command: ["node", "dist/main.js"] },
  { name: "`npm run synth`: type check and app", command: ["npm", "run", "synth"] },
  { name: "`cdktf init`'s way: ts-node, deep imports", command: [...tsNode, "../init.ts"], cwd: out, installed: true },
  { name: "ts-node, the provider's root import", command: [...tsNode, "../root-import.ts"], cwd: out, installed: true },
  { name: "AWS CDK: ts-node, `aws-cdk-lib`", command: [...tsNode, "../aws-cdk.ts"], cwd: out, installed: true },
  { name: "`cdktf synth`", command: ["node", cdktf, "synth"] },
  {
    name: "`cdktf synth` of `cdktf init`'s way",
    command: ["node", `../../../${cdktf}`, "synth"],
    cwd: out,
    installed: true,
  },
  ...[100, 1000].flatMap((number) =>
    [
      ["ours", "this package"],
      ["strings", "plain resources, JSON strings"],
      ["jsonencode", "plain resources, `Fn.jsonencode`"],
      ["locals", "plain resources, documents in locals as here"],
    ].map(([way, what]) => ({
      name: `${number} app instances: ${what}`,
      command: ["node", "../app-instances.cjs", way, String(number)],
      cwd: out,
    })),
  ),
];

if (process.argv.includes("--install")) run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], programs);
const isInstalled = existsSync(`${programs}/node_modules`);
if (!isInstalled)
  console.error("What uses ts-node or AWS CDK is left out: `npm run bench -- --install` installs both.");
writeDocuments();

const measured = ways.filter(({ installed }) => isInstalled || !installed);
const results = measured.map(() => []);
for (let round = 0; round <= rounds; round++) {
  for (const [i, { command, cwd }] of measured.entries()) {
    const result = JSON.parse(run(["python3", `${process.cwd()}/bench/measure.py`, ...command], cwd));
    if (round > 0) results[i].push(result); // the first warms the caches
  }
}

const rows = measured.map(({ name }, i) => {
  const median = (key) => results[i].map((result) => result[key]).sort((a, b) => a - b)[Math.floor(rounds / 2)];
  return [name, median("seconds").toPrecision(3), median("cpu").toPrecision(3), median("megabytes").toFixed(0)];
});
const header = ["Way", "Seconds", "CPU seconds", "Peak MB"];
const table = [header, header.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
console.log(table);
if (process.argv.includes("--markdown")) writeFileSync("docs/performance.md", markdown());

/** Runs a command to its end, and returns what it printed. */
function run([command, ...args], cwd = ".") {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error ?? stderr}`);
  return stdout;
}

/** Writes the documents of the four roles for the other ways, from the environment dev. */
function writeDocuments() {
  run(["node", "dist/main.js"]);
  const text = readFileSync("cdktf.out/stacks/chime-iam-dev/cdk.tf.json", "utf8");
  const { locals, variable } = JSON.parse(text);
  const values = { region: variable.region.default, account_id: variable.account_id.default };
  const arn = `arn:aws:chime:${values.region}:${values.account_id}:app-instance/${variable.app_instance_id.default}`;
  const known = JSON.stringify(locals)
    .replaceAll("${local.app_instance_arn}", arn)
    .replace(/\$\{var\.(\w+)\}/g, (_all, name) => values[name])
    .replaceAll("$${", "${");
  const documents = JSON.parse(known);
  const keys = ["developer", "user", "minimal_user", "websocket"];
  const entries = keys.map((key) => [
    key,
    { policy: documents[`policy_${key}`], trust: documents[`trust_policy_${key}`] },
  ]);
  mkdirSync(out, { recursive: true });
  writeFileSync(`${out}/documents.json`, JSON.stringify(Object.fromEntries(entries)));
  writeFileSync(
    `${out}/cdktf.json`,
    JSON.stringify({ language: "typescript", app: [...tsNode, "../init.ts"].join(" ") }),
  );
}

function markdown() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `# Performance

Measured on ${new Date().toISOString().slice(0, 10)} with ${cpus().length} cores, ${memory} GB, Node ${process.version} on ${process.platform}, by \`npm run bench -- --install --markdown\`.
Every way ran once in each of ${rounds} rounds, after a round that does not count. The figures are medians: CPU seconds are
those of all processes, and the peak is that of the largest process. All ways make the four roles of AWS's page with the same documents; the
compiled app makes them for each environment of \`environments/\`.

${table}
`;
}

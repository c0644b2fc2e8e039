// `npm run access` as a person runs it: the compiled command, in a repository of git.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessFileText } from "../../lib/review/access-file";
import { accountDetails, handWritten, trusting } from "../support/account-details";
import { accessOf, environmentOf } from "../support/environment";
import { projectRoot } from "../support/files";
import { goodInputs, trusted } from "../support/inputs";
import { change, planOf } from "../support/plan";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chime-iam-access-"));
  for (const name of ["environments", "access"]) mkdirSync(join(folder, name));
  write("dev", { user: trusted });
  write("prod", { user: trusted, websocket: trusted });
  write("gone", { websocket: trusted });
  run("git", "init", "--quiet");
  run("git", "add", ".");
  run("git", "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message=all");
  write("dev", { user: { ...trusted, capabilities: ["default", "search"] } });
  write("prod", { user: trusted });
  for (const path of ["environments/gone.json", "access/gone.json"]) rmSync(join(folder, path));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, roles: object): void {
  const json = JSON.stringify({ ...goodInputs, roles });
  writeFileSync(join(folder, `environments/${name}.json`), json);
  writeFileSync(join(folder, `access/${name}.json`), accessFileText(accessOf(environmentOf(json))));
}

function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** Writes a plan, of the environments here unless it is said otherwise. */
function writePlan(changes: Parameters<typeof planOf>[0], more: object = {}): void {
  const { region, account_id, app_instance_id } = goodInputs;
  const variables = {
    region: { value: region },
    account_id: { value: account_id },
    app_instance_id: { value: app_instance_id },
  };
  writeFileSync(join(folder, "plan.json"), JSON.stringify(planOf(changes, { variables, ...more })));
}

const access = (...args: string[]) => run(process.execPath, join(projectRoot, "dist/cli/index.js"), "access", ...args);

test("shows who may assume each role and what it may call, without colours in a pipe", () => {
  const { status, stdout } = access("chime-iam-dev");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^dev {2}account 123456789012, app instance 0f3c9a52-/);
  expect(stdout).toContain("assumed by    any principal of this account (123456789012)");
  expect(stdout).toMatch(/SearchChannels\n +on any channel, the user of the session .*\[search\]/);
  expect(stdout).not.toContain("\u001b");
});

test("--since says what an environment lost whose file is gone", () => {
  const { status, stdout, stderr } = access("gone", "--since", "HEAD");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^gone: access gets narrower for websocket\n/);
  expect(stdout).toContain("websocket can no longer call Connect");
  expect(access("gone").stderr).toMatch(/^There is no environment "gone"/);
  expect(access("never", "--since", "HEAD").stderr).toMatch(/^There is no environment "never"/);
});

test("--since: wider ends with 2, narrower with 0; nothing of the revision is run", () => {
  expect(access("dev", "--since", "HEAD")).toEqual({
    status: 2,
    stdout: `dev: access gets wider for user
  + user can now call SearchChannels (search) as the user of the session (session tag AppInstanceUserId), on any channel
`,
    stderr: "",
  });
  expect(access("prod", "--since", "HEAD")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("prod: access gets narrower for websocket\n  ! websocket: The role is removed"),
  });
});

test("several environments; one that the revision does not have is all new", () => {
  write("eu", { websocket: trusted });
  const { status, stdout } = access("prod", "eu", "--since", "HEAD", "--markdown");
  expect(status).toBe(2);
  expect(stdout).toContain("🔻 **prod**: access gets narrower for websocket");
  expect(stdout).toContain("🔺 **eu**: access gets wider for websocket");
  expect(stdout).toContain("| ➕ wider | websocket | is a new role |");
});

test("--html writes a page, and excludes the other forms", () => {
  const file = join(folder, "access.html");
  expect(access("dev", "prod", "--since", "HEAD", "--html", file)).toEqual({ status: 2, stdout: "", stderr: "" });
  expect(readFileSync(file, "utf8")).toMatch(/^<!doctype html>.*Access of dev, prod.*changed since HEAD/s);
  expect(access("dev", "--html", file, "--json")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("--markdown, --json and --html exclude each other."),
  });
});

test("--json has the documents too", () => {
  const [dev] = JSON.parse(access("dev", "--json").stdout);
  expect(dev).toMatchObject({ environment: "dev", account: "123456789012", roles: [{ key: "user" }] });
  expect(Object.keys(dev.documents.user)).toEqual(["policy", "trust_policy"]);
});

test("markup in a file is text in the Markdown", () => {
  write("eu", { user: { ...trusted, external_id: "x1", policy_arns: { a: "arn:aws:iam::123456789012:policy/a_b" } } });
  const { stdout } = access("eu", "--markdown", "--since", "HEAD");
  expect(stdout).toContain("policy/a&#95;b");
});

test("--plan: what a plan changes", () => {
  const trust = (principal: string) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }] });
  const role = (principal: string) => ({ name: "chime-user", path: "/", assume_role_policy: trust(principal) });
  writePlan([change("aws_iam_role.user", role("*"), role("123456789012"))]);
  expect(access("dev", "--plan", "plan.json")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("- user can no longer be assumed by anybody in any AWS account"),
  });
});

test("--plan: a capability that is lost is named, although the file no longer has it", () => {
  write("us", { user: { ...trusted, capabilities: ["messaging"] } });
  const policy = (...Action: string[]) => JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  const role = { name: "chime-user", path: "/", assume_role_policy: JSON.stringify({ Statement: [] }) };
  const attached = { role: "chime-user", policy_arn: "arn:own" };
  const own = (...actions: string[]) => ({ arn: "arn:own", name: "chime-user", path: "/", policy: policy(...actions) });
  writePlan([
    change("aws_iam_role.user", role, role),
    change("aws_iam_role_policy_attachment.user", attached, attached),
    change("aws_iam_policy.user", own("chime:Connect", "chime:ListSubChannels"), own("chime:Connect")),
  ]);
  const { stdout } = access("us", "--plan", "plan.json");
  rmSync(join(folder, "environments/us.json"));
  expect(stdout).toContain("Loses the default capabilities sub_channels");
  expect(stdout).toContain("can no longer call ListSubChannels (sub_channels)");
});

test("--plan: a plan of another environment, or of an earlier file of this one, is an error", () => {
  const role = { name: "chime-user", path: "/", assume_role_policy: JSON.stringify({ Statement: [] }) };
  const changes = [change("aws_iam_role.user", role, role)];
  writePlan(changes, { variables: { account_id: { value: "999999999999" } } });
  expect(access("dev", "--plan", "plan.json")).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringContaining(
      '--plan is "plan.json": it is no plan of dev as its file is: its region is not there',
    ),
  });
  writePlan([]);
  expect(access("dev", "--plan", "plan.json").stderr).toContain("it has no role chime-user");
});

test("--plan without an environment: any plan, with the names of IAM", () => {
  const role = (id: string) => ({
    name: "their-role",
    path: "/",
    assume_role_policy: JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: { AWS: id }, Action: "sts:AssumeRole" }],
    }),
  });
  writePlan([
    change("module.chat.aws_iam_role.x[0]", role("123456789012"), role("*")),
    change("aws_s3_bucket.x", null, {}),
  ]);
  expect(access("--plan", "plan.json")).toMatchObject({ status: 2, stderr: "" });
  const { stdout } = access("--plan", "plan.json");
  expect(stdout).toContain("their-role can now be assumed by anybody in any AWS account");
  expect(stdout).toContain("1 other resource gives nobody a role");
});

describe("--account: what the account has", () => {
  const roles = environmentOf({ ...goodInputs, roles: { user: trusted } }).specs;
  const { policy, trustPolicy } = roles.user as NonNullable<typeof roles.user>;
  const details = (trust: object, more: object = {}) =>
    accountDetails({ "chime-user": { trust, attached: ["chime-user"] }, ...more }, { "chime-user": policy });
  const write = (json: object) => writeFileSync(join(folder, "account.json"), JSON.stringify(json));
  const environment = () =>
    writeFileSync(join(folder, "environments/us.json"), JSON.stringify({ ...goodInputs, roles: { user: trusted } }));

  test("without an environment: its roles, and what is wider than it need be; no reason to stop", () => {
    write(handWritten);
    const { status, stdout } = access("--account", "account.json");
    expect(status).toBe(0);
    expect(stdout).toContain("! ChatEverybody: Anybody in any AWS account can assume this role.");
    expect(JSON.parse(access("--account", "account.json", "--json").stdout)).toMatchObject({ account: "123456789012" });
    expect(access("--account", "account.json", "--markdown").stdout).toContain("Instead: name the roles");
    expect(access("--account", "account.json", "--html", "account.html").status).toBe(0);
    const page = readFileSync(join(folder, "account.html"), "utf8");
    expect(page).toContain("Anybody in any AWS account can assume this role.");
    expect(page).toMatch(/cdktf-chime-iam [0-9.]+, commit [0-9a-f]+/);
  });

  test("with one: the same roles do not differ, wider ones end with 2, and others are named", () => {
    environment();
    write(details(trustPolicy));
    expect(access("us", "--account", "account.json")).toEqual({
      status: 0,
      stdout: "us: the account has what the file says\n",
      stderr: "",
    });
    const open = { trust: trusting("*"), inline: { chat: policy } };
    write(details(trusting("*"), { Other: open }));
    const { status, stdout } = access("us", "--account", "account.json");
    expect(status).toBe(2);
    expect(stdout).toContain("us: the account is wider for user");
    expect(stdout).toContain("user can now be assumed by anybody in any AWS account");
    expect(stdout).toContain("other roles that make calls of messaging: Other");
  });

  test("a role that is not there, and another account", () => {
    environment();
    write({ ...details(trustPolicy), RoleDetailList: [] });
    expect(access("us", "--account", "account.json").stderr).toContain("it has no roles");
    write(JSON.parse(JSON.stringify(handWritten).replaceAll("123456789012", "999999999999")));
    expect(access("us", "--account", "account.json").stderr).toContain(
      "it is the account 999999999999, expected 123456789012",
    );
    write(accountDetails({ Other: { trust: trustPolicy } }));
    expect(access("us", "--account", "account.json").stdout).toContain("- user is not in the account");
    rmSync(join(folder, "environments/us.json"));
  });
});

describe("adopt", () => {
  const adopt = (...args: string[]) => run(process.execPath, join(projectRoot, "dist/cli/index.js"), "adopt", ...args);

  test("prints entries of roles and adopt, and on standard error what to know of them", () => {
    writeFileSync(join(folder, "account.json"), JSON.stringify(handWritten));
    const { status, stdout, stderr } = adopt("--account", "account.json", "ChatUsers", "ChatTagged");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      roles: {
        chat_users: { type: "user" },
        chat_tagged: { principal_arns: ["arn:aws:iam::123456789012:role/backend"] },
      },
      adopt: { chat_users: { role_name: "ChatUsers" }, chat_tagged: { role_name: "ChatTagged" } },
    });
    expect(stderr).toContain("chat_users (ChatUsers): narrower: can no longer call");
  });

  test("a role that is not there, and no role, are errors", () => {
    expect(adopt("--account", "account.json", "Nobody")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        '--account is "account.json": it has no role Nobody, expected some of Administrator,',
      ),
    });
    expect(adopt("--account", "account.json").stderr).toContain("Usage:");
    expect(adopt("ChatUsers").stderr).toContain("Usage:");
  });
});

test.each<[string, string[], string]>([
  ["no environment", [], "ENVIRONMENT is missing.\nUsage:"],
  ["an unknown one", ["prd"], 'There is no environment "prd". There are: dev, eu, prod.'],
  ["an unknown revision", ["dev", "--since", "nowhere"], '--since is "nowhere", expected a revision of git'],
  ["an option for a revision", ["dev", "--since=--help"], '--since is "--help", expected a revision of git'],
  ["a plan that is not there", ["dev", "--plan", "x.json"], '--plan is "x.json": it cannot be read.'],
  ["two comparisons", ["dev", "--since", "HEAD", "--plan", "x"], "--since, --plan and --account exclude each other."],
  ["an unknown option", ["dev", "--sinc"], "Unknown option '--sinc'."],
])("%s is an error in a sentence, and ends with 1", (_what, args, says) => {
  const { status, stdout, stderr } = access(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain(says);
});

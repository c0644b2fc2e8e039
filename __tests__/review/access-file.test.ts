// access/<environment>.json: one fact a line, so that a change of access is a change of its lines; the shipped ones are fresh.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Access } from "../../lib/review/access";
import { accessFileText, readAccessFile } from "../../lib/review/access-file";
import { difference } from "../../lib/review/difference";
import { reportOf } from "../../lib/review/report";
import { accessOf, environmentOf } from "../support/environment";
import { projectRoot } from "../support/files";
import { appInstanceArn, fourRoles, goodInputs } from "../support/inputs";

test("the app instance of a whole ARN, and of a session tag", () => {
  const of = (change: object) => accessOf(environmentOf({ ...fourRoles, ...change })).appInstance;
  expect(of({ app_instance_id: appInstanceArn })).toBe(appInstanceArn);
  expect(of({ app_instance_id: null, app_instance_id_tag_key: "ChatApp" })).toBe(
    appInstanceArn.replace(/[^/]*$/, "${aws:PrincipalTag/ChatApp}"),
  );
});

test("what brings a call, and further policies in order", () => {
  const policy_arns = { z: "arn:aws:iam::aws:policy/ReadOnlyAccess", a: "arn:aws:iam::aws:policy/SecurityAudit" };
  const calls = ["PutMessagingStreamingConfigurations", "Connect"];
  const user = { trust_account: true, policy_arns, capabilities: ["search"], calls: ["BatchCreateChannelMembership"] };
  const { roles } = accessOf(
    environmentOf({ ...goodInputs, roles: { user, lambda: { type: "backend", trust_account: true, calls } } }),
  );
  expect(roles.user?.furtherPolicies).toEqual([policy_arns.z, policy_arns.a]);
  expect(roles.user?.origins).toMatchObject({
    "chime:SearchChannels": "search",
    "chime:SendChannelMessage": "messaging",
    "chime:BatchCreateChannelMembership": "calls",
  });
  expect(roles.user?.origins).not.toHaveProperty("kinesis:PutRecord");
  expect(roles.lambda?.origins).toMatchObject({
    "chime:Connect": "calls",
    "kinesis:PutRecord": expect.stringContaining("needed by PutMessagingStreamingConfigurations"),
  });
});

test("one fact a line, sorted, the roles in order", () => {
  const lines = accessFileText(accessOf(environmentOf(fourRoles))).split("\n");
  const facts = lines.filter((line) => line.startsWith("    {")).map((line) => line.replace(/,$/, ""));
  expect(facts.length).toBeGreaterThan(60);
  for (const fact of facts) expect(Object.keys(JSON.parse(fact))[0]).toBe("role");
  const rolesInOrder = [...new Set(facts.map((fact) => JSON.parse(fact).role))];
  expect(rolesInOrder).toEqual([...rolesInOrder].sort());
});

test("read again, it is the same access", () => {
  const environment = environmentOf({
    ...fourRoles,
    roles: {
      developer: { trust_account: true },
      user: {
        trust_account: true,
        principal_arns: ["arn:aws:iam::210987654321:role/backend"],
        external_id: "chat",
        service_principals: ["lambda.amazonaws.com"],
        app_instance_user_id: "alice",
        permissions_boundary_arn: "arn:aws:iam::123456789012:policy/edge",
        policy_arns: { read: "arn:aws:iam::aws:policy/ReadOnlyAccess", audit: "arn:aws:iam::aws:policy/SecurityAudit" },
      },
      lambda: { type: "backend", trust_account: true, calls: ["PutMessagingStreamingConfigurations", "TagResource"] },
    },
  });
  const access = accessOf(environment);
  const text = accessFileText(access);
  const read = readAccessFile(text);
  expect(accessFileText(read)).toBe(text);
  expect(difference(access, read)).toEqual([]);
  expect(difference(read, access)).toEqual([]);
  expect({ account: read.account, appInstance: read.appInstance }).toEqual({
    account: goodInputs.account_id,
    appInstance: appInstanceArn,
  });
  for (const [key, { type, boundary, furtherPolicies, origins, trust, policy }] of Object.entries(access.roles)) {
    expect(read.roles[key]).toMatchObject({ type, boundary, furtherPolicies, origins });
    expect(read.roles[key]?.trust.unread).toEqual(trust.unread);
    expect(read.roles[key]?.policy.grants).toHaveLength(policy.grants.length);
  }
  const lines = text.split("\n").map((line) => line.trim().replace(/,$/, ""));
  expect(lines).toContain(
    '{"role":"user","type":"user","name":"chime-user","boundary":"arn:aws:iam::123456789012:policy/edge"}',
  );
  expect(lines).toContain('{"role":"user","attached":"arn:aws:iam::aws:policy/SecurityAudit"}');
  expect(lines).toContain('{"role":"developer","type":"developer","name":"chime-developer"}');
  expect(text).toContain('"on":["app-instance"');
});

describe("what whoever assumes a role by its name gets", () => {
  const access = (roles: object, more: object = {}) => accessOf(environmentOf({ ...goodInputs, ...more, roles }));
  const [user, websocket] = [{ trust_account: true }, { trust_account: true }];
  const before = access({ user, websocket });
  const since = (after: Access, earlier = before) =>
    (reportOf(after, readAccessFile(accessFileText(earlier))).changes ?? []).map(
      ({ role, direction, text }) => `${direction}: ${role} ${text}`,
    );

  // Reported: the names of two roles exchanged: whoever may assume role/chime-websocket got the user's role, and nothing was said.
  test("roles whose names are exchanged", () => {
    const exchanged = access({
      user: { ...user, name: "chime-websocket" },
      websocket: { ...websocket, name: "chime-user" },
    });
    const changes = since(exchanged);
    expect(changes.slice(0, 2)).toEqual([
      "wider: user has the name chime-websocket, which websocket had: whoever assumes that gets this role now",
      "wider: websocket has the name chime-user, which user had: whoever assumes that gets this role now",
    ]);
    expect(changes).toContainEqual(expect.stringMatching(/^wider: user can now call .*SendChannelMessage/));
  });

  test("a role that gets another name, path, session or a tag that its policy reads", () => {
    expect(since(access({ user: { ...user, name: "chat" }, websocket }))).toEqual([
      "wider: user is now /chat (was /chime-user)",
    ]);
    expect(since(access({ user, websocket }, { path: "/chat/" }))).toEqual([
      "wider: user is now /chat/chime-user (was /chime-user)",
      "wider: websocket is now /chat/chime-websocket (was /chime-websocket)",
    ]);
    expect(since(access({ user: { ...user, max_session_duration: 7200 }, websocket }))).toEqual([
      "wider: user has sessions of up to 7200 seconds (was 3600)",
    ]);
    expect(since(access({ user, websocket }, { tags: { Team: "a" } }))).toEqual([]);
  });

  // Reported: ArnLike became ArnNotLike, and ArnNotLike became StringEquals, by trust_conditions, and nothing was said.
  test.each([
    ["ArnLike", "ArnNotLike"],
    ["ArnNotLike", "StringEquals"],
    ["ArnNotLike", "ArnLike"],
  ])("a trust condition with %s that gets %s", (one, other) => {
    const role = "arn:aws:iam::123456789012:role/backend";
    const of = (test: string) =>
      access({ user: { ...user, trust_conditions: [{ test, variable: "aws:PrincipalArn", values: [role] }] } });
    expect(since(of(other), of(one))).toContainEqual(expect.stringMatching(/^wider: user can now be assumed by/));
  });

  test("a role of the environment may have another key: it is the same role", () => {
    expect(since(access({ chat: { ...user, type: "user", name: "chime-user" }, websocket }))).toEqual([]);
  });

  test("an earlier edition of the file does not say the names, so they may have been others", () => {
    const old = JSON.parse(accessFileText(before));
    old.facts = old.facts.map(({ name: _name, ...fact }: { name?: string }) => fact);
    const changes = reportOf(before, readAccessFile(JSON.stringify(old))).changes?.map(({ text }) => text);
    expect(changes).toEqual([
      "is now /chime-user, and its earlier name is not known",
      "is now /chime-websocket, and its earlier name is not known",
    ]);
  });
});

test("a change of access is a change of its lines, and nothing else is", () => {
  const text = (user: object) =>
    accessFileText(accessOf(environmentOf({ ...fourRoles, roles: { ...fourRoles.roles, user } }))).split("\n");
  const before = text({ trust_account: true });
  const after = text({ trust_account: true, capabilities: ["default", "search"], description: "Other words." });
  const added = after.filter((line) => !before.includes(line));
  expect(before.filter((line) => !after.includes(line))).toEqual([]);
  expect(added).toEqual([expect.stringContaining('{"role":"user","may":"SearchChannels","on":["channel/*","user/')]);
});

test.each(readdirSync(join(projectRoot, "environments")).filter((file) => file !== "schema.json"))(
  "the committed access/%s is fresh: `npm run synth` makes it so",
  (file) => {
    const environment = environmentOf(readFileSync(join(projectRoot, "environments", file), "utf8"));
    expect(readFileSync(join(projectRoot, "access", file), "utf8")).toBe(accessFileText(accessOf(environment)));
  },
);

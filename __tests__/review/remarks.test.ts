// What stands out in the access of an environment: whom a caller can be, which roles of others get policies, shared pools.
import { remarksOn } from "../../lib/review/remarks";
import { reportOf } from "../../lib/review/report";
import { accessOf, environmentWith } from "../support/environment";
import { backend, pool, trusted } from "../support/inputs";

const accessWith = (roles: object) => accessOf(environmentWith({ roles }));
const textsOf = (roles: object) => remarksOn(accessWith(roles)).map(({ text }) => text);

test("who may choose the session tag can be any user, unless the users are named", () => {
  const anyUser = "Whoever assumes this role chooses its session tags, so can act as any user.";
  expect(textsOf({ user: { principal_arns: [backend] } })).toContain(anyUser);
  expect(textsOf({ user: { principal_arns: [backend], allowed_user_ids: ["tenant-a-*"] } })).not.toContain(anyUser);
});

test("two roles of one pool are a warning on both", () => {
  const shared = { cognito_identity_pool_ids: [pool] };
  const remarks = remarksOn(accessWith({ user: shared, moderator: { type: "user", ...shared }, websocket: trusted }));
  const found = remarks.filter(({ text }) => text.includes("classic (basic) flow"));
  expect(found.map(({ role, severity }) => `${role} ${severity}`).sort()).toEqual([
    "moderator warning",
    "user warning",
  ]);
});

test("the trust of a role that somebody else made is not in the file, and that is said", () => {
  const access = accessWith({ user: { existing_role_name: "amplify-authRole" } });
  const says = "whoever may assume the role amplify-authRole, which is not in this file";
  expect(reportOf(access).roles.map(({ assumedBy }) => assumedBy)).toEqual([[says]]);
  expect(remarksOn(access).map(({ text }) => text)).toContainEqual(
    expect.stringContaining("which is not in this file"),
  );
});

test("tags of channels do not limit Connect, and that is said", () => {
  const channels_tagged = { tenant: "acme" };
  const says = expect.stringContaining("Tags of channels do not limit Connect");
  expect(textsOf({ user: { ...trusted, channels_tagged } })).toContainEqual(says);
  expect(textsOf({ user: trusted })).not.toContainEqual(says);
});

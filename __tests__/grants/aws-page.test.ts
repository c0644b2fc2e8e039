// What we grant, compared with both editions of AWS's page: the difference is what we declare, and nothing else.

import { readFileSync } from "node:fs";
import type { CallOrPageAction } from "../../lib/grants/calls";
import { type Capability, capabilities } from "../../lib/grants/capabilities";
import { callsOfCapability, offeredCapabilities } from "../../lib/grants/catalogue";
import { type Correction, corrections, type Edition } from "../../lib/grants/corrections";
import { needs } from "../../lib/grants/needs";
import { accessPolicy, resourcesOf, type StatementResource } from "../../lib/grants/policy";
import type { PolicyDocument } from "../../lib/grants/policy-document";
import { callsOf, reachOf } from "../../lib/grants/role-calls";
import { type PageRoleType, pageRoleTypeNames } from "../../lib/grants/role-types";
import { fixturePath } from "../support/files";
import { grantsOf, without } from "../support/grants";
import { appInstanceValues as appInstance, appInstanceArn } from "../support/inputs";

/** What an edition of the page prints, typed in again as valid JSON. */
const pageText = (edition: Edition) => readFileSync(fixturePath(`aws-page.${edition}.json`), "utf8");

/** What a role is granted, as lines, with the caller as `{caller}`. */
function ours(roleType: PageRoleType, names: readonly Capability[]): string[] {
  const access = { capabilities: names };
  const policy = accessPolicy({
    calls: callsOf(roleType, access),
    reach: reachOf(roleType, access),
    appInstance,
    users: ["{caller}"],
    bots: [],
  });
  const further = needs.flatMap(({ actions }) => actions);
  return grantsOf(policy, `${appInstanceArn}/`).filter((line) => !further.includes(line.split(" ")[0] ?? ""));
}

/** A resource of a statement as the page, and so a line, writes it. */
function printedResource(name: StatementResource): string {
  if (name === "app-instance/*") return appInstanceArn.replace(/\/[^/]*$/, "/*");
  return name === "bearer" ? "user/{caller}" : name;
}

function lines(
  calls: readonly CallOrPageAction[],
  on: (call: CallOrPageAction) => readonly StatementResource[],
): string[] {
  return calls.flatMap((call) => on(call).map((name) => `chime:${call} on ${printedResource(name)}`));
}

describe.each<Edition>(["2021", "2022"])("AWS's page, edition of %s", (edition) => {
  const page = JSON.parse(pageText(edition)) as Record<PageRoleType, PolicyDocument>;
  const ofEdition = (roleType: PageRoleType) =>
    corrections.filter(({ editions, roles }) => editions.includes(edition) && roles.includes(roleType));

  /** The page's grants after the corrections: of its text, and of resources that are restricted. */
  function printed(roleType: PageRoleType): string[] {
    const replacements = ofEdition(roleType).flatMap(textOf);
    const corrected = replacements.reduce(
      (doc, [from, to]) => doc.replaceAll(from, to),
      JSON.stringify(page[roleType]),
    );
    const restrictions = ofEdition(roleType).flatMap(({ restricts }) => restricts ?? []);
    return grantsOf(JSON.parse(corrected)).map((line) => {
      const restriction = restrictions.find(({ calls }) => calls.some((call) => line === `chime:${call} on *`));
      return restriction === undefined ? line : line.replace(/\*$/, printedResource(restriction.to));
    });
  }

  /** The statements of a group share their resources: a call is also "on" what only others of its group touch. */
  function withGroup(roleType: PageRoleType, names: readonly Capability[], allowed: readonly string[]): string[] {
    return ours(roleType, names).filter((line) => {
      const [action = "", , resource = ""] = line.split(" ");
      const call = action.replace("chime:", "") as CallOrPageAction;
      const touches = resourcesOf(call, reachOf(roleType, {})).map(printedResource);
      return allowed.includes(line) || touches.includes(resource);
    });
  }

  /** What we declare to grant beyond the page. */
  function declared(roleType: PageRoleType): string[] {
    const later = offeredCapabilities[roleType].filter((name) => {
      const { when, edition: since } = capabilities[name];
      return when === "on request" || (since ?? edition) > edition;
    });
    const reach = reachOf(roleType, {});
    return [
      ...later.flatMap((name) => lines(callsOfCapability(roleType, name), (call) => resourcesOf(call, reach))),
      ...ofEdition(roleType).flatMap(({ adds }) => (adds === undefined ? [] : lines(adds.calls, () => [adds.on]))),
    ];
  }

  test.each(pageRoleTypeNames)("%s has everything that the page grants", (roleType) => {
    expect(printed(roleType).length).toBeGreaterThan(0);
    expect(without(printed(roleType), ours(roleType, offeredCapabilities[roleType]))).toEqual([]);
  });

  test.each(pageRoleTypeNames)(
    "%s has beyond the page exactly the declared corrections and capabilities",
    (roleType) => {
      const beyond = without(withGroup(roleType, offeredCapabilities[roleType], printed(roleType)), printed(roleType));
      expect(beyond).toEqual([...new Set(declared(roleType))].sort());
    },
  );
});

test("by default a role has what the newest edition grants, with the corrections", () => {
  const page = JSON.parse(pageText("2022")) as Record<PageRoleType, PolicyDocument>;
  for (const roleType of pageRoleTypeNames) {
    const actions = (document: PolicyDocument) => [...new Set(document.Statement.flatMap(({ Action }) => Action))];
    const printed = actions(page[roleType]).map((action) =>
      action.replace("Listsub", "ListSub").replace("Subchannels", "SubChannels"),
    );
    const granted = callsOf(roleType, {}).map((call) => `chime:${call}`);
    const added = roleType === "websocket" ? ["chime:GetMessagingSessionEndpoint"] : [];
    expect(granted).toEqual([...printed, ...added].sort());
  }
});

function textOf({ replaces = {} }: Correction): [string, string][] {
  return Object.entries(replaces);
}

test("every text that a correction replaces is in an edition that it names", () => {
  for (const correction of corrections) {
    const texts = correction.editions.map(pageText).join();
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

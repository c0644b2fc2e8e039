// access/<environment>.json says everything that the access of an environment is: read again, it makes no difference.
import fc from "fast-check";
import { accessFileText, readAccessFile } from "../../lib/review/access-file";
import { difference } from "../../lib/review/difference";
import { arbitraryInputs } from "../support/arbitrary-inputs";
import { accessOf, environmentOf, refusalOf } from "../support/environment";

const numRuns = Number(process.env.PROPERTY_RUNS ?? 60);

test("it says all of the access, whatever the environment", () => {
  fc.assert(
    fc.property(arbitraryInputs, (json) => {
      fc.pre(refusalOf(json) === undefined); // documents beyond IAM's size
      const access = accessOf(environmentOf(json));
      const read = readAccessFile(accessFileText(access));
      expect({ json, lost: difference(read, access), added: difference(access, read) }).toEqual({
        json,
        lost: [],
        added: [],
      });
      expect(read.roles).toEqual(
        Object.fromEntries(
          Object.entries(access.roles).map(([key, { type, boundary, furtherPolicies, origins }]) => [
            key,
            expect.objectContaining({ type, boundary, furtherPolicies, origins }),
          ]),
        ),
      );
    }),
    { numRuns },
  );
});

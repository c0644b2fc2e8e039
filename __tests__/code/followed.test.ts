// What is followed across files and through names, and what is never passed over in silence: data in fixtures/followed-calls.json.
// Reported: on 125 inputs made to be hard, 28 calls were missed without a word.
import { loadAllGrammars, scanTexts } from "../support/code";
import { readFixture } from "../support/files";

interface Case {
  readonly name: string;
  /** The lines of each file. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly calls: readonly string[];
  /** What may be a call and is not in the list; `any` where it may be any. */
  readonly doubts: readonly string[];
}

beforeAll(loadAllGrammars);

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

test.each(readFixture<Case[]>("followed-calls.json"))("$name", ({ files, calls, doubts }) => {
  const texts = Object.entries(files).map(([path, lines]) => [path, lines.join("\n")]);
  const found = scanTexts(Object.fromEntries(texts));
  const made = sorted(found.finds.map(({ call }) => call));
  const other = found.doubts.map(({ call }) => call ?? "any").filter((call) => !made.includes(call));
  expect({ calls: made, doubts: sorted(other) }).toEqual({ calls, doubts });
});

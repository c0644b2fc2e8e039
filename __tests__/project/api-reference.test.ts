// The API reference: every public symbol and member has text, for docs/api.md and for whoever hovers over it in an editor.
import { apiSymbols } from "../../scripts/api-reference";

test("every public symbol and each of its members is documented", () => {
  const symbols = apiSymbols();
  expect(symbols.length).toBeGreaterThan(30);
  const all = symbols.flatMap(({ name, text, members }) => [
    { name, text },
    ...members.map((member) => ({ name: `${name}.${member.name}`, text: member.text })),
  ]);
  expect(all.length).toBeGreaterThan(200);
  expect(all.flatMap(({ name, text }) => (text.trim() === "" ? [name] : []))).toEqual([]);
});

// Whether one pattern of IAM includes another, whatever the values of the policy variables are.
import { Meter, TooComplex } from "../../lib/review/meter";
import { hasVariables, includes, includesPattern, isDisjoint, patternOf } from "../../lib/review/pattern";

test.each([
  ["a", "a"],
  ["*", ""],
  ["*", "abc"],
  ["*", "?"],
  ["*", "${aws:username}"],
  ["*", "${*}"],
  ["a*", "a"],
  ["a*c", "abbc"],
  ["a*c", "ac"],
  ["*b*", "abc"],
  ["*a", "ba"],
  ["*ab", "aab"],
  ["?", "a"],
  ["?", "\n"],
  ["?", "${*}"],
  ["a?c", "abc"],
  ["?*", "*?"],
  ["*?", "?*"],
  ["*??*", "?*?"],
  ["**", "a"],
  ["a**b", "ab"],
  ["?*", "ab"],
  ["user/*", "user/${aws:username}"],
  ["${aws:username}*", "${aws:username}s"],
  ["a${$}", "a$"],
  ["a$", "a${$}"],
  ["a${*}", "a${*}"],
])("%s includes %s", (outer, inner) => {
  expect(includes(outer, inner)).toBe(true);
});

test.each([
  ["a", "b"],
  ["a", "a*"],
  ["a", "ab"],
  ["ab", "a"],
  ["", "a"],
  ["a", ""],
  ["a*", "b"],
  ["a*c", "abcd"],
  ["*a", "ab"],
  ["?", ""],
  ["?", "ab"],
  ["a?", "a"],
  ["?", "*"],
  ["??", "?"],
  ["?", "??"],
  ["*?*", ""],
  ["?*", "*"],
  ["?", "${aws:username}"],
  ["${aws:username}", "alice"],
  ["alice", "${aws:username}"],
  ["${aws:username}", "${aws:userid}"],
  ["a${aws:username}b", "a${aws:userid}b"],
  ["a${*}", "ab"],
  ["a${*}", "a*"],
  ["a${?}", "ab"],
  ["a${?}", "a${*}"],
])("%s does not include %s", (outer, inner) => {
  expect(includes(outer, inner)).toBe(false);
});

const patternOfText = (text: string) => patternOf(text, { hasVariables: true, hasWildcards: true });

test.each([
  ["a", "b", true],
  ["a", "a", false],
  ["ab", "a", true],
  ["a*", "b*", true],
  ["*a", "*b", true],
  ["a*", "*b", false],
  ["a*", "abc", false],
  ["a*c", "*b*", false],
  ["a*c", "abd", true],
  ["a?c", "abbc", true],
  ["??", "?", true],
  ["?*", "", true],
  ["*", "", false],
  ["a*b*c", "axxbxxc", false],
  ["a*b*c", "axxcxxb", true],
  ["${aws:username}", "alice", false],
  ["a${aws:username}", "b*", true],
  ["a${*}", "ab", true],
])("no text matches both %s and %s: %s", (one, other, expected) => {
  expect(isDisjoint(patternOfText(one), patternOfText(other), new Meter())).toBe(expected);
  expect(isDisjoint(patternOfText(other), patternOfText(one), new Meter())).toBe(expected);
});

test("without policy variables `${` is text, and without wildcards `*` is", () => {
  const read = (text: string, hasVariables: boolean, hasWildcards: boolean) =>
    patternOf(text, { hasVariables, hasWildcards });
  expect(read("${*}", false, true)).toHaveLength(4);
  expect(hasVariables(read("${aws:username}", false, true))).toBe(false);
  expect(hasVariables(read("${aws:username}", true, false))).toBe(true);
  expect(includesPattern(read("*", true, false), read("a", true, false), new Meter())).toBe(false);
});

test("a variable includes itself without a default value, in any case of its name", () => {
  const isIncluded = (outer: string, inner: string) =>
    includesPattern(patternOfText(outer), patternOfText(inner), new Meter());
  expect(isIncluded("${aws:PrincipalTag/team, 'a'}", "${aws:principaltag/Team}")).toBe(true);
  expect(isIncluded("${aws:PrincipalTag/team,'a'}", "${aws:PrincipalTag/team, 'a'}")).toBe(true);
  expect(isIncluded("${aws:PrincipalTag/team}", "${aws:PrincipalTag/team, 'a'}")).toBe(false);
  expect(isIncluded("${aws:PrincipalTag/team, 'a'}", "${aws:PrincipalTag/team, 'b'}")).toBe(false);
});

test("a comparison that takes too many steps ends", () => {
  const outer = patternOfText(`*${"a".repeat(3000)}b`);
  const inner = patternOfText("a".repeat(6000));
  expect(() => {
    const meter = new Meter();
    for (let i = 0; i < 10; i++) includesPattern(outer, inner, meter);
  }).toThrow(TooComplex);
});

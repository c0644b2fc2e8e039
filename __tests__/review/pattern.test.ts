// Whether one pattern of IAM includes another, whatever the values of the policy variables are.
import { includes, isLiteral } from "../../lib/review/pattern";

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

test.each([
  ["", true],
  ["alice", true],
  ["a${*}${?}${$}", true],
  ["a*", false],
  ["a?", false],
  ["a${aws:username}", false],
])("%j is literal: %s", (text, expected) => {
  expect(isLiteral(text)).toBe(expected);
});

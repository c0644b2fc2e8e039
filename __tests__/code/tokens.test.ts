// How source text is split: what of it is code, and what is a comment, a string or the text of JSX.
import { type LanguageName, languages } from "../../lib/code/languages";
import { tokensOf } from "../../lib/code/tokens";

/** The tokens, strings in quotes and pieces of strings in < >. */
function read(language: LanguageName, text: string): string {
  return tokensOf(text, languages[language])
    .map(({ kind, text: token, isPiece }) => (kind === "string" ? (isPiece ? `<${token}>` : `"${token}"`) : token))
    .join(" ");
}

test.each<[LanguageName, string, string]>([
  // strings
  ["typescript", "a 'b\\'c' d", 'a "b\\\'c" d'],
  ["typescript", "a = 'b\nc", 'a = "b" c'],
  ["typescript", "'a", '"a"'],
  ["typescript", "`a${b}c` d", "<a> ( b ) <c> d"],
  ["typescript", "`${{ a: `${b}` }}` c", "( { a : ( b ) } ) c"],
  ["typescript", "`\\${a}` b", '"\\${a}" b'],
  ["python", "f'{{a}} {b!r:>{c}}' rb'\\'d' e", '<{{a}} > ( b ! r : > { c } ) "\\\'d" e'],
  ["python", "'''a\n\"b''' c", '"a\n"b" c'],
  ["java", '\'"\' + """\n a " b\\"""c""" d', '""" + "\n a " b\\"""c" d'],
  ["kotlin", '"a${b { c }}$d" `it\'s` e', '<a> ( b { c } ) <$d> "it\'s" e'],
  ["kotlin", '"""a\\""" b', '"a\\" b'],
  ["go", "`a\\` 'b' c", '"a\\" "b" c'],
  ["swift", '"a\\(b(c))d" #"e\\(f)"\\#(g)"# h', '<a> ( b ( c ) ) <d> <e\\(f)"> ( g ) h'],
  ["swift", '"""\na "b" \\(c)\n""" d', '<\na "b" > ( c ) <\n> d'],
  // comments
  ["typescript", "#!/usr/bin/env node's\na // b 'c'\n/* d */ e", "a e"],
  ["java", "/* /* a */ b", "b"],
  ["kotlin", "/* /* a */ b */ c", "c"],
  ["swift", "/* /* a */ b", ""],
  ["python", "a # b 'c\nd", "a d"],
  // regular expressions
  ["typescript", "a = /['/]`/g; b / c / d", 'a = "" ; b / c / d'],
  ["typescript", "if (a) /'/.test(b); f(a) / 'c' / d", 'if ( a ) "" . test ( b ) ; f ( a ) / "c" / d'],
  ["typescript", "a++ / 'b' / c; d[e] / 'f' / g", 'a ++ / "b" / c ; d [ e ] / "f" / g'],
  ["typescript", "a = b /\n'c'", 'a = b / "c"'],
  // JSX
  ["javascript", "a = <b c='d' e={f}>it's {g} <h/></b>; i", 'a = ( f ) ( g ) "" ; i'],
  ["javascript", "a = <>it's</>; b < c > d", 'a = "" ; b < c > d'],
  ["javascript", "a = <b<c> d='e' />; f", 'a = "" ; f'],
  ["javascript", "a = <T extends b>(c) => c; d = <e>it's</e>; f", 'a = < T extends b > ( c ) => c ; d = "" ; f'],
  ["javascript", "a = `${<T>(b)}`; c", "a = ( < T > ( b ) ) ; c"],
  ["javascript", "a = <b>{'</c>'}", 'a = < b > { "</c>" }'],
  ["typescript", "a = <b>c; d = 'e'", 'a = < b > c ; d = "e"'],
])("%s: %j", (language, text, tokens) => {
  expect(read(language, text)).toBe(tokens);
});

test("the lines of the tokens, whatever ends them", () => {
  const lines = tokensOf("\uFEFFa\r\n`b\n${c}`\rd\n\n'e'", languages.typescript).map(({ line }) => line);
  expect(lines).toEqual([1, 2, 3, 3, 3, 4, 6]);
});

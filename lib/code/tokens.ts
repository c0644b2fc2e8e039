// Splits the source text of a file into words, strings and punctuation; comments, regular expressions and the text of JSX
// are left out.
import type { Language, StringForm } from "./languages";

export interface Token {
  readonly kind: "word" | "string" | "mark";
  /** The text; of a string, what stands between its quotes. */
  readonly text: string;
  readonly line: number;
  /** Whether it is a piece of a string that has code in it. */
  readonly isPiece?: true;
}

export function isMark(token: Token | undefined, ...marks: readonly string[]): boolean {
  return token?.kind === "mark" && marks.includes(token.text);
}

export function isWord(
  token: Token | undefined,
  ...words: readonly string[]
): token is Token & { readonly kind: "word" } {
  return token?.kind === "word" && (words.length === 0 || words.includes(token.text));
}

/** What the scanner is in the middle of. The last one of the stack is what it reads now. */
type Mode =
  /** Code, up to a closing mark, or to the end of the file. */
  | { readonly kind: "code"; readonly close: string; depth: number }
  | { readonly kind: "string"; readonly form: OpenString; from: number; isPiece: boolean }
  /** Between the < and > of JSX. */
  | { readonly kind: "tag"; readonly isClosing: boolean; angles: number }
  /** Between the tags of a JSX element. */
  | { readonly kind: "element" };

/** A string's form with the group of its opening filled in. */
interface OpenString {
  readonly close: string;
  readonly escapedBy: string | undefined;
  readonly isMultiline: boolean;
  readonly code: StringForm["code"];
}

const space = /\s+/y;
const word = /[\p{L}\p{N}_$]+/uy;
const mark = /===|!==|==|!=|<=|>=|=>|->|:=|\?\.|\?\?=?|!!|::|\.\.\.|&&=?|\|\|=?|\+\+|--|\*\*|[-+*/%&|^]=|./suy;
// The repetitions are limited so that no file can make it slow.
const regexLiteral = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,500}\]){1,2000}\/[a-z]*/y;
const jsxOpening = /<(?:[A-Za-z_$][\w$.:-]*(?=[\s/<>])|>)/y;
const typeParameters = /<\s*[\w$]+\s+extends\s/y;

/** Words that are followed by an expression. */
export const beforeExpression: ReadonlySet<string> = new Set(
  "return typeof case in of delete void throw new else do instanceof await yield default".split(" "),
);
const beforeParenthesis = new Set("if while for with".split(" "));

export function tokensOf(source: string, language: Language): Token[] {
  return new Scanner(source, language).read();
}

class Scanner {
  private readonly text: string;
  private at = 0;
  private readonly found: (Omit<Token, "line"> & { readonly at: number })[] = [];
  private stack: Mode[] = [{ kind: "code", close: "", depth: 0 }];
  /** For each open parenthesis, whether a condition stands in it. */
  private parentheses: boolean[] = [];
  private isAfterCondition = false;
  /** What it was before the outermost JSX element. */
  private beforeJsx: { readonly at: number; readonly tokens: number; readonly stack: Mode[] } | undefined;
  private mayBeJsx: boolean;

  constructor(
    source: string,
    private readonly language: Language,
  ) {
    this.text = source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
    if (this.text.startsWith("#!")) this.at = this.endOfLine();
    this.mayBeJsx = language.jsx === true;
  }

  read(): Token[] {
    for (;;) {
      while (this.at < this.text.length) this.step();
      if (this.beforeJsx === undefined) break;
      // An element that never ends was none: read again from there.
      this.at = this.beforeJsx.at;
      this.found.length = this.beforeJsx.tokens;
      this.stack = this.beforeJsx.stack;
      this.beforeJsx = undefined;
      this.mayBeJsx = false;
    }
    const mode = this.stack.at(-1);
    if (mode?.kind === "string") this.endPiece(mode, this.at);
    return this.withLines();
  }

  private step(): void {
    const mode = this.stack.at(-1);
    if (mode === undefined || mode.kind === "code") this.readCode(mode);
    else if (mode.kind === "string") this.readString(mode);
    else if (mode.kind === "tag") this.readTag(mode);
    else this.readElement();
  }

  private readCode(mode: (Mode & { kind: "code" }) | undefined): void {
    if (this.skip(space) || this.skipComment() || this.openString() || this.skipRegex() || this.openJsx()) return;
    const at = this.at;
    const text = this.match(word);
    if (text !== undefined) {
      this.found.push({ kind: "word", text, at });
      return;
    }
    const sign = this.match(mark) ?? "";
    if (mode !== undefined && mode.close !== "") {
      const open = mode.close === "}" ? "{" : "(";
      if (sign === open) mode.depth++;
      if (sign === mode.close && mode.depth-- === 0) {
        this.stack.pop();
        this.add(")", at); // code within a string or JSX counts as one in parentheses
        const outer = this.stack.at(-1);
        if (outer?.kind === "string") outer.from = this.at;
        return;
      }
    }
    this.add(sign, at);
  }

  private add(text: string, at: number): void {
    if (text === "(") this.parentheses.push(this.last?.kind === "word" && beforeParenthesis.has(this.last.text));
    if (text === ")") this.isAfterCondition = this.parentheses.pop() ?? false;
    this.found.push({ kind: "mark", text, at });
  }

  private get last() {
    return this.found.at(-1);
  }

  private openCode(close: "}" | ")"): void {
    this.add("(", this.at);
    this.stack.push({ kind: "code", close, depth: 0 });
  }

  private skipComment(): boolean {
    const { lineComment, blockComments } = this.language;
    if (this.text.startsWith(lineComment, this.at)) {
      this.at = this.endOfLine();
      return true;
    }
    if (blockComments === undefined || !this.text.startsWith("/*", this.at)) return false;
    const ends = /\/\*|\*\//g;
    ends.lastIndex = this.at + 2;
    for (let depth = 1; depth > 0; ) {
      const end = ends.exec(this.text)?.[0];
      if (end === "*/") depth--;
      else if (end === undefined) depth = 0;
      else if (blockComments === "nested") depth++;
    }
    this.at = ends.lastIndex === 0 ? this.text.length : ends.lastIndex;
    return true;
  }

  private openString(): boolean {
    for (const { open, close, escapedBy, multiline, code } of this.language.strings as readonly StringForm[]) {
      open.lastIndex = this.at;
      const match = open.exec(this.text);
      if (match === null) continue;
      const fill = (text: string) => text.replace("#", match[1] ?? "");
      const form: OpenString = {
        close: fill(close),
        escapedBy: escapedBy && fill(escapedBy),
        isMultiline: multiline === true,
        code: code && { ...code, open: fill(code.open) },
      };
      this.at += match[0].length;
      this.stack.push({ kind: "string", form, from: this.at, isPiece: false });
      return true;
    }
    return false;
  }

  private readString(mode: Mode & { kind: "string" }): void {
    const { close, escapedBy, isMultiline, code } = mode.form;
    while (this.at < this.text.length) {
      if (code?.literal !== undefined && this.text.startsWith(code.literal, this.at)) {
        this.at += code.literal.length;
      } else if (code !== undefined && this.text.startsWith(code.open, this.at)) {
        mode.isPiece = true;
        this.endPiece(mode, this.at);
        this.at += code.open.length;
        this.openCode(code.close);
        return;
      } else if (escapedBy !== undefined && this.text.startsWith(escapedBy, this.at)) {
        this.at += escapedBy.length + 1;
      } else if (this.text.startsWith(close, this.at)) {
        this.endPiece(mode, this.at);
        this.at += close.length;
        this.stack.pop();
        return;
      } else if (!isMultiline && this.text[this.at] === "\n") {
        this.endPiece(mode, this.at);
        this.stack.pop();
        return;
      } else this.at++;
    }
  }

  private endPiece(mode: Mode & { kind: "string" }, at: number): void {
    const text = this.text.slice(mode.from, at);
    if (!mode.isPiece) this.found.push({ kind: "string", text, at: mode.from });
    else if (text !== "") this.found.push({ kind: "string", text, at: mode.from, isPiece: true });
  }

  /** Whether an expression may begin here, so that a slash begins a regular expression and < an element. */
  private isExpressionNext(isAfterBrace: boolean): boolean {
    const { last } = this;
    if (last === undefined) return true;
    if (last.kind === "word") return beforeExpression.has(last.text);
    if (last.kind === "string") return false;
    if (last.text === ")") return this.isAfterCondition;
    if (last.text === "}") return isAfterBrace;
    return last.text !== "]" && last.text !== "++" && last.text !== "--";
  }

  private skipRegex(): boolean {
    if (this.language.regexLiterals !== true || this.text[this.at] !== "/" || !this.isExpressionNext(true))
      return false;
    const at = this.at;
    if (!this.skip(regexLiteral)) return false;
    this.found.push({ kind: "string", text: "", at });
    return true;
  }

  private openJsx(): boolean {
    if (!this.mayBeJsx || this.text[this.at] !== "<" || !this.isExpressionNext(false)) return false;
    typeParameters.lastIndex = jsxOpening.lastIndex = this.at;
    if (typeParameters.test(this.text) || !jsxOpening.test(this.text)) return false;
    this.beforeJsx ??= { at: this.at, tokens: this.found.length, stack: this.stack.map((mode) => ({ ...mode })) };
    this.openTag();
    return true;
  }

  private openTag(): void {
    this.at++;
    const isClosing = this.text[this.at] === "/";
    if (isClosing) this.at++;
    this.stack.push({ kind: "tag", isClosing, angles: 0 });
  }

  private readTag(mode: Mode & { kind: "tag" }): void {
    const sign = this.text[this.at] ?? "";
    const quote = sign === '"' || sign === "'" ? this.text.indexOf(sign, this.at + 1) : -1;
    if (quote !== -1) {
      this.at = quote + 1;
      return;
    }
    this.at++;
    if (sign === "{") this.openCode("}");
    else if (sign === "<") mode.angles++;
    else if (sign === ">" && mode.angles > 0) mode.angles--;
    else if (sign === ">") {
      this.stack.pop();
      if (mode.isClosing) this.stack.pop();
      else if (this.text[this.at - 2] !== "/") this.stack.push({ kind: "element" });
      if (!this.stack.some(({ kind }) => kind === "element" || kind === "tag")) {
        this.beforeJsx = undefined;
        this.found.push({ kind: "string", text: "", at: this.at });
      }
    }
  }

  private readElement(): void {
    const next = /[<{]/g;
    next.lastIndex = this.at;
    this.at = next.exec(this.text)?.index ?? this.text.length;
    if (this.text[this.at] === "<") this.openTag();
    else if (this.text[this.at] === "{") {
      this.at++;
      this.openCode("}");
    }
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.text)?.[0];
    if (text !== undefined) this.at += text.length;
    return text;
  }

  private skip(pattern: RegExp): boolean {
    return this.match(pattern) !== undefined;
  }

  private endOfLine(): number {
    const end = this.text.indexOf("\n", this.at);
    return end === -1 ? this.text.length : end;
  }

  private withLines(): Token[] {
    let line = 1;
    let from = 0;
    return this.found.map(({ at, ...token }) => {
      for (let end = this.text.indexOf("\n", from); end !== -1 && end < at; end = this.text.indexOf("\n", from)) {
        line++;
        from = end + 1;
      }
      return { ...token, line };
    });
  }
}

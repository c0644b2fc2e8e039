// The languages that are read: their files, and how each writes comments and strings.

/** A way to write a string. `open` is matched where the string begins; its first group, if any, is repeated below as `#`. */
export interface StringForm {
  readonly open: RegExp;
  /** What ends the string: the quotes, with `#` for the group. */
  readonly close: string;
  /** What makes the next character an ordinary one. */
  readonly escapedBy?: string;
  /** Whether the string goes on in the next line. */
  readonly multiline?: true;
  /** What begins and ends code within the string, and what looks like its beginning and is not. */
  readonly code?: { readonly open: string; readonly close: "}" | ")"; readonly literal?: string };
}

export interface Language {
  /** The endings of its files. */
  readonly extensions: readonly string[];
  readonly lineComment: string;
  /** Whether it has comments between slash-star and star-slash, and whether they nest. */
  readonly blockComments?: "flat" | "nested";
  /** The forms of its strings, the longer quotes first. */
  readonly strings: readonly StringForm[];
  readonly regexLiterals?: true;
  readonly jsx?: true;
}

const quoted = (quote: '"' | "'"): StringForm => ({ open: RegExp(quote, "y"), close: quote, escapedBy: "\\" });

const ecmaScript = {
  lineComment: "//",
  blockComments: "flat",
  strings: [
    quoted('"'),
    quoted("'"),
    { open: /`/y, close: "`", escapedBy: "\\", multiline: true, code: { open: "${", close: "}" } },
  ],
  regexLiterals: true,
} as const satisfies Omit<Language, "extensions">;

/** Python's strings of one kind of quotes: of letters that make a string take code, and of others. */
const python = (quotes: string, multiline: { multiline: true } | undefined): StringForm[] => [
  {
    open: RegExp(`(?:[ft]|r[ft]|[ft]r)${quotes}`, "iy"),
    close: quotes,
    escapedBy: "\\",
    ...multiline,
    code: { open: "{", close: "}", literal: "{{" },
  },
  { open: RegExp(`(?:[rbu]|br|rb)?${quotes}`, "iy"), close: quotes, escapedBy: "\\", ...multiline },
];

const swift = (quotes: string, multiline: { multiline: true } | undefined): StringForm => ({
  open: RegExp(`(#*)${quotes}`, "y"),
  close: `${quotes}#`,
  escapedBy: "\\#",
  ...multiline,
  code: { open: "\\#(", close: ")" },
});

const multiline = { multiline: true } as const;

export const languages = {
  typescript: { ...ecmaScript, extensions: ["ts", "mts", "cts"] },
  javascript: { ...ecmaScript, extensions: ["js", "mjs", "cjs", "jsx", "tsx"], jsx: true },
  python: {
    extensions: ["py"],
    lineComment: "#",
    strings: [
      ...python('"""', multiline),
      ...python("'''", multiline),
      ...python('"', undefined),
      ...python("'", undefined),
    ],
  },
  java: {
    extensions: ["java"],
    lineComment: "//",
    blockComments: "flat",
    strings: [{ open: /"""/y, close: '"""', escapedBy: "\\", multiline: true }, quoted('"'), quoted("'")],
  },
  kotlin: {
    extensions: ["kt", "kts"],
    lineComment: "//",
    blockComments: "nested",
    strings: [
      { open: /"""/y, close: '"""', multiline: true, code: { open: "${", close: "}" } },
      { ...quoted('"'), code: { open: "${", close: "}" } },
      quoted("'"),
      { open: /`/y, close: "`" }, // a name with any characters in it
    ],
  },
  go: {
    extensions: ["go"],
    lineComment: "//",
    blockComments: "flat",
    strings: [quoted('"'), quoted("'"), { open: /`/y, close: "`", multiline: true }],
  },
  swift: {
    extensions: ["swift"],
    lineComment: "//",
    blockComments: "nested",
    strings: [swift('"""', multiline), swift('"', undefined)],
  },
} as const satisfies Record<string, Language>;

export type LanguageName = keyof typeof languages;

export const languageNames = Object.keys(languages) as LanguageName[];

/** The language of a file, by its ending; undefined when it is not read. */
export function languageOf(file: string): LanguageName | undefined {
  const ending = file.slice(file.lastIndexOf(".") + 1).toLowerCase();
  return languageNames.find((name) => (languages[name] as Language).extensions.includes(ending));
}

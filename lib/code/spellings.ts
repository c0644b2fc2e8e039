// How the AWS SDKs of each language spell a call.
import { type Call, callNames } from "../grants/calls";
import type { LanguageName } from "./languages";

/** `{Pascal}` is CreateChannel, `{camel}` for createChannel, `{snake}` for create_channel. */
interface Spelling {
  /** The methods of a client. */
  readonly methods: readonly string[];
  /** The classes whose objects are what a client sends. */
  readonly requests: readonly string[];
  /** The functions of the client's package. */
  readonly functions: readonly string[];
}

const ecmaScript: Spelling = {
  methods: ["{camel}"],
  requests: ["{Pascal}Command"],
  functions: ["paginate{Pascal}"],
};

const spellings: Readonly<Record<LanguageName, Spelling>> = {
  ecmaScript,
  python: { methods: ["{snake}"], requests: [], functions: [] },
  java: { methods: ["{camel}", "{camel}Async", "{camel}Paginator"], requests: ["{Pascal}Request"], functions: [] },
  kotlin: {
    methods: ["{camel}", "{camel}Async", "{camel}Paginator", "{camel}Paginated"],
    requests: ["{Pascal}Request"],
    functions: [],
  },
  go: {
    methods: ["{Pascal}", "{Pascal}WithContext", "{Pascal}Request", "{Pascal}Pages", "{Pascal}PagesWithContext"],
    requests: ["{Pascal}Input"],
    functions: ["New{Pascal}Paginator"],
  },
  swift: {
    methods: ["{camel}", "{camel}Paginated"],
    // The latter two are of the AWS SDK for iOS.
    requests: ["{Pascal}Input", "AWSChimeSDKMessaging{Pascal}Request", "AWSChimeSDKIdentity{Pascal}Request"],
    functions: [],
  },
};

/** The calls by what their code says, in one language. */
export interface CallsBySpelling {
  readonly methods: ReadonlyMap<string, Call>;
  readonly requests: ReadonlyMap<string, Call>;
  readonly functions: ReadonlyMap<string, Call>;
  /** By the name of the operation, as a program may look it up. */
  readonly names: ReadonlyMap<string, Call>;
}

/** Connect is no operation of an SDK: client-libraries.ts knows who makes it. */
const operations = callNames.filter((call) => call !== "Connect");

export const callsBySpelling: Readonly<Record<LanguageName, CallsBySpelling>> = {
  ecmaScript: bySpelling("ecmaScript"),
  python: bySpelling("python"),
  java: bySpelling("java"),
  kotlin: bySpelling("kotlin"),
  go: bySpelling("go"),
  swift: bySpelling("swift"),
};

function bySpelling(language: LanguageName): CallsBySpelling {
  const { methods, requests, functions } = spellings[language];
  return {
    methods: spelt(methods),
    requests: spelt(requests),
    functions: spelt(functions),
    names: spelt(["{Pascal}", "{camel}", "{snake}"]),
  };
}

function spelt(forms: readonly string[]): Map<string, Call> {
  return new Map(
    operations.flatMap((call) => {
      const camel = call.charAt(0).toLowerCase() + call.slice(1);
      const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return forms.map((form): [string, Call] => [
        form.replace("{Pascal}", call).replace("{camel}", camel).replace("{snake}", snake),
        call,
      ]);
    }),
  );
}

/** The words of an operation's name, run together, in lower case, as a search for it in any text. */
export const anyOperation = new RegExp(
  operations.map((call) => call.replace(/(?!^)[A-Z]/g, (letter) => `_?${letter}`)).join("|"),
  "i",
);

/** The languages whose SDKs spell a parameter as the API does. The others have `tags` and `withTags`. */
const asInTheApi: readonly LanguageName[] = ["ecmaScript", "python", "go"];

/** How a language spells a parameter of a call. */
export function parameterSpellings(parameter: string, language: LanguageName): readonly string[] {
  if (asInTheApi.includes(language)) return [parameter];
  return [parameter.charAt(0).toLowerCase() + parameter.slice(1), `with${parameter}`, `set${parameter}`];
}

// A source file as it is searched: its words and strings, and what its names mean.
import { bindingsOf } from "./bindings";
import { type Code, codeOf } from "./brackets";
import { chimeModel, clientName, type Origin, originOf, originOfGlobal, originOfMember, serviceNamed } from "./clients";
import { importsOf } from "./imports";
import type { LanguageName } from "./languages";
import { isMark, isWord, type Token } from "./tokens";

export interface Source extends Code {
  readonly language: LanguageName;
  /** The tokens of imports, and of the names that take a value apart: they use nothing. */
  readonly isImport: ReadonlySet<number>;
  /** The name in its module of a name in this file that was imported under another. */
  readonly originals: ReadonlyMap<string, string>;
  /** The AWS services whose clients, commands or types the file shows. */
  readonly shown: ReadonlySet<string>;
  /** Those of which everything is imported, so that a name that nothing else explains may be theirs. */
  readonly open: ReadonlySet<string>;
  /** What the token means, where that is known. */
  readonly originAt: (at: number) => Origin | undefined;
}

interface MutableOrigin {
  services: Set<string>;
  clients?: RegExp;
  isSdk?: true;
  elsewhere?: string;
}

/** How many tokens of a value are looked at. */
const longestValue = 400;

/** How often names are followed to the names that they get their values from. */
const followed = 4;

export function sourceOf(tokens: readonly Token[], language: LanguageName): Source {
  const code = codeOf(tokens);
  const imports = importsOf(tokens, language);
  const names = new Map<string, MutableOrigin>();
  const originals = new Map<string, string>();
  const open = new Set<string>();
  const imported = new Set<string>();

  for (const { module, names: importedNames } of imports) {
    for (const { local, original } of importedNames) {
      const origin = originOf(language, module, original);
      for (const service of origin.services) imported.add(service);
      if (local === undefined) for (const service of origin.services) open.add(service);
      else add(names, local, origin);
      if (local !== undefined && local !== original) originals.set(local, original);
    }
  }

  for (const [at, token] of tokens.entries()) {
    const name = isWord(token, ...declaring) && !isMark(tokens[at - 1], ".") ? tokens[at + 1] : undefined;
    if (isWord(name)) add(names, name.text, { services: new Set(), elsewhere: "this file" });
  }

  const known = new Map<string, Origin | undefined>();
  const unexplained = (word: string): Origin | undefined => {
    if (!known.has(word)) {
      const service = serviceOfClass(word);
      const isClient = service !== undefined && imported.has(service);
      known.set(word, originOfGlobal(language, word) ?? (isClient ? { services: new Set([service]) } : undefined));
    }
    return known.get(word);
  };
  const originAt = (at: number): Origin | undefined => {
    const token = tokens[at];
    if (token?.kind === "string") return originOfString(language, tokens, at);
    if (token?.kind !== "word") return undefined;
    const origin = names.get(token.text) ?? unexplained(token.text);
    const member = isMark(tokens[at + 1], ".") ? tokens[at + 2] : undefined;
    return origin !== undefined && isWord(member) ? originOfMember(origin, member.text) : origin;
  };

  const bindings = bindingsOf(code, language);
  for (const { names: bound } of bindings) {
    for (const { name, member } of bound) if (member !== undefined && member !== name) originals.set(name, member);
  }
  for (let round = 0, changed = true; changed && round < followed; round++) {
    changed = false;
    for (const { names: bound, from, to } of bindings) {
      const origin = originOfExpression({ tokens, originAt }, from, to);
      for (const { name, member } of bound) {
        if (add(names, name, member === undefined ? origin : originOfMember(origin, member))) changed = true;
      }
    }
  }

  const named = [...imports, ...bindings.flatMap(({ pattern }) => pattern ?? [])];
  const isImport = new Set(named.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
  const used = tokens.flatMap((_, at) => (isImport.has(at) ? [] : [...(originAt(at)?.services ?? [])]));
  return { ...code, language, isImport, originals, shown: new Set([...imported, ...used]), open, originAt };
}

/** Adds what a name may mean. Returns whether that was not known. */
function add(names: Map<string, MutableOrigin>, name: string, origin: Origin): boolean {
  const known = names.get(name);
  if (known === undefined) {
    if (origin.services.size === 0 && !origin.isSdk && origin.elsewhere === undefined) return false;
    names.set(name, { ...origin, services: new Set(origin.services) });
    return true;
  }
  const before = known.services.size;
  for (const service of origin.services) known.services.add(service);
  return known.services.size > before;
}

function originOfString(language: LanguageName, tokens: readonly Token[], at: number): Origin | undefined {
  const text = tokens[at]?.text ?? "";
  const hasName = isMark(tokens[at - 1], "=") && tokens[at - 2]?.text === "service_name";
  const parenthesis = hasName ? at - 3 : at - 1;
  const asked = isMark(tokens[parenthesis], "(") ? tokens[parenthesis - 1]?.text : undefined;
  if (language === "python") {
    const isClient = asked === "client" || asked === "create_client" || asked === "resource";
    return isClient || clientName.test(text) ? { services: new Set([serviceNamed(text)]) } : undefined;
  }
  if (language !== "typescript" && language !== "javascript") return undefined;
  if (asked === "require" || asked === "import") return originOf(language, text, "*");
  return clientName.test(text) ? { services: new Set([chimeModel]) } : undefined;
}

/** The service that a class may be the client of, by its name: `MediaLiveClient`. */
function serviceOfClass(word: string): string | undefined {
  const name = /^(?:AWS|Amazon)?([A-Z]\w*?)(?:Async)?(?:Client)?(?:Builder)?$/.exec(word)?.[1];
  return name && serviceNamed(name);
}

/** What an expression may mean: every AWS client in it, else where its first name comes from. */
export function originOfExpression(
  { tokens, originAt }: Pick<Source, "tokens" | "originAt">,
  from: number,
  to: number,
): Origin {
  const services = new Set<string>();
  let elsewhere: string | undefined;
  let clients: RegExp | undefined;
  let isSdk = false;
  let isFirst = true;
  let isMade = false;
  for (let at = from; at < Math.min(to, from + longestValue); at++) {
    const token = tokens[at];
    if (token?.kind === "mark" || isMark(tokens[at + 1], "=")) continue; // a word before = names an argument
    if (isWord(token, "new")) isMade = true;
    if (isWord(token) && isOperator.has(token.text)) continue;
    const isAsked = at + 2 < to && isMark(tokens[at + 1], ".", "?.") && answering.test(tokens[at + 2]?.text ?? "");
    const origin = isAsked ? undefined : originAt(at);
    for (const service of origin?.services ?? []) services.add(service);
    if (isFirst) elsewhere = origin?.elsewhere;
    if (token?.kind === "string") clients ??= origin?.clients; // of require("module")
    if (origin?.isSdk && !isMark(tokens[at + 1], ".")) isSdk = true;
    isFirst = false;
  }
  return {
    services,
    ...(isSdk ? { isSdk } : {}),
    ...(clients === undefined || isMade ? {} : { clients }),
    ...(services.size === 0 && elsewhere !== undefined ? { elsewhere } : {}),
  };
}

/** Methods of a client that give an answer of the service and no client. */
const answering =
  /^(?:send|(?:associate|batch|create|delete|describe|disassociate|get|list|put|register|search|send|start|update)[A-Z_]\w*)$/i;

/** Words before a value that are none themselves. */
const isOperator = new Set(["new", "await", "try", "return", "yield", "require", "import"]);
/** Words before the name of a class that the file defines. */
const declaring = ["class", "struct", "interface", "record", "enum", "protocol", "actor"];

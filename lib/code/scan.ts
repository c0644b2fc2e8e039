// Finds the calls that a source file makes, and what in it may be a call.
import type { Call } from "../grants/calls";
import { parameterNeeds } from "../grants/needs";
import { chainStart, closingOf, openingOf } from "./brackets";
import { libraryClasses, signedUrl, signedUrlCall } from "./client-libraries";
import { chime, chimeModel, codeWithClient, type Origin, originOf } from "./clients";
import { type LanguageName, languages } from "./languages";
import { sharedNames, sharing } from "./shared-names";
import { originOfExpression, type Source, sourceOf } from "./source";
import { type CallsBySpelling, callsBySpelling, parameterSpellings } from "./spellings";
import { isMark, isWord, type Token, tokensOf } from "./tokens";

/** A call, and where and how the file makes it. */
export interface Find {
  readonly call: Call;
  readonly line: number;
  readonly code: string;
}

/** What may be a call. */
export interface Doubt {
  /** Undefined where the operation is chosen when the program runs. */
  readonly call?: Call;
  readonly line: number;
  readonly code: string;
  readonly reason: string;
}

type Found = readonly (Find | Doubt)[];

export interface Scan {
  /** Whether the file shows a client of Chime SDK messaging, or a library that has one. */
  readonly showsClient: boolean;
  readonly finds: readonly Find[];
  readonly doubts: readonly Doubt[];
  /** Why nothing was looked for. */
  readonly unread?: string;
}

export function scan(text: string, language: LanguageName): Scan {
  const tokens = tokensOf(text, languages[language]);
  const unread = generated(text, tokens);
  if (unread !== undefined) return { showsClient: false, finds: [], doubts: [], unread };
  const source = sourceOf(tokens, language);
  const spelt = callsBySpelling[language];
  const found = source.tokens.flatMap((token, at) => {
    if (source.isImport.has(at)) return [];
    return token.kind === "string" ? inString(source, spelt, at) : inWord(source, spelt, at);
  });
  const finds = [...found.filter((one): one is Find => !("reason" in one)), ...signedUrls(source)];
  const doubts = found.filter((one): one is Doubt => "reason" in one);
  return {
    showsClient: showsChime(source) || finds.length > 0,
    finds,
    doubts: [...doubts, ...furtherCallsOf(source, finds)],
  };
}

/** A line with more words and signs than these was written by no person. */
const longestLine = 2000;

/** Why a text is no source that a person wrote, if it is none. */
function generated(text: string, tokens: readonly Token[]): string | undefined {
  if (/^\s*\/[/*].*node_modules\/@aws-sdk\/client-chime/m.test(text)) return "it is a bundle with the SDK in it";
  const at = tokens.findIndex(({ line }, i) => tokens[i + longestLine]?.line === line);
  return at === -1 ? undefined : `it is generated: line ${tokens[at]?.line} is very long`;
}

function showsChime({ shown }: Source): boolean {
  return shown.has(chime) || shown.has(chimeModel);
}

const isEcmaScript = (language: LanguageName) => language === "typescript" || language === "javascript";

function inWord(source: Source, spelt: CallsBySpelling, at: number): Found {
  const text = source.tokens[at]?.text ?? "";
  const isMember = isMark(source.tokens[at - 1], ".", "?.", "::");
  const method = spelt.methods.get(withLabel(source, at)) ?? spelt.methods.get(text);
  if (method !== undefined) return isMember ? methodAt(source, method, at) : inBlockOfClient(source, method, at);
  const name = source.originals.get(text) ?? text;
  const constructed = spelt.requests.get(name) ?? spelt.functions.get(name);
  if (constructed !== undefined) return constructedAt(source, constructed, at, spelt.functions.has(name));
  const library = libraryClasses.find((row) => row.name === name && row.languages.includes(source.language));
  if (library !== undefined) return libraryAt(source, library, at);
  return lookedUpAt(source, spelt, at);
}

/** In Swift, the AWS SDK for iOS has the end of some names in a label: `listTags(forResource: …)`. */
function withLabel({ tokens, language }: Source, at: number): string {
  const [name, label] = [tokens[at]?.text ?? "", tokens[at + 2]?.text ?? ""];
  if (language !== "swift" || !isMark(tokens[at + 1], "(") || !isMark(tokens[at + 3], ":")) return name;
  return name + label.charAt(0).toUpperCase() + label.slice(1);
}

/** A method of a client: `chime.createChannel(…)`. */
function methodAt(source: Source, call: Call, at: number): Found {
  const { tokens, shown } = source;
  const { start, code, line } = chainAt(source, at);
  const { services, elsewhere } = receiverOrigin(source, start, at - 2);
  const isOwn = start === at - 2 && isWord(tokens[start], "this", "self", "super", "cls") && !services.has(chime);
  if (isOwn || start === at) return []; // a method of the program's own, or a member of Swift's enums
  const isCalled = isCalledAt(source, at);
  const doubt = (reason: string) => [{ call, line, code, reason }];
  const found = (others: readonly string[]) => (others.length > 0 ? doubt(mayBeOf(others)) : [{ call, line, code }]);
  if (services.has(chime)) {
    return isCalled ? found(sharing(call, services)) : doubt("it is passed on here, not called");
  }
  if (!isCalled || sharing(call, services).length > 0) return [];
  if (shown.has(chime) && services.size === 0 && elsewhere === undefined) return found(sharing(call, shown));
  if (!showsChime(source) && sharedNames[call] !== undefined && !/chime/i.test(code)) return [];
  return doubt(
    elsewhere === undefined ? "the file shows no Chime SDK client that it is called on" : comesFrom(elsewhere),
  );
}

/** In Kotlin, a method may be called without its object: `with(chime) { createChannel { … } }`. */
function inBlockOfClient(source: Source, call: Call, at: number): Found {
  const { tokens, language, shown } = source;
  const name = tokens[at]?.text;
  if (language !== "kotlin" || !shown.has(chime) || !isCalledAt(source, at)) return [];
  const isDefined = tokens.some((token, i) => token.text === name && isWord(tokens[i - 1], "fun"));
  const reason = "it is one if it stands in a block of a Chime SDK client";
  return isDefined ? [] : [{ call, line: tokens[at]?.line ?? 0, code: name ?? "", reason }];
}

const mayBeOf = (services: readonly string[]) => `it may be the operation of that name of ${services.join(", ")}`;
const comesFrom = (module: string) => `its client or class comes from ${module}`;

/** What the object of a method is: its nearest name that is an AWS client, else anything in it that is one. */
function receiverOrigin(source: Source, start: number, end: number): Origin {
  for (let at = end; at >= start; at--) {
    if (isMark(source.tokens[at], ")", "]", "}")) at = openingOf(source, at);
    else {
      const origin = source.originAt(at);
      if (origin !== undefined && origin.services.size > 0) return origin;
    }
  }
  return originOfExpression(source, start, end + 1);
}

/** An object of a request's class or a function of the client's module: `new CreateChannelCommand(…)`. */
function constructedAt(source: Source, call: Call, at: number, isFunction: boolean): Found {
  const { tokens, open } = source;
  const { start, code, line } = chainAt(source, at);
  const origin = classOrigin(source, start, at);
  const isUsed = isFunction ? isCalledAt(source, at) : isConstructedAt(source, start, at);
  const doubt = (reason: string) => [{ call, line, code, reason }];
  const services = origin === undefined ? open : origin.services;
  if (services.has(chimeModel) || services.has(chime)) {
    const others = sharing(call, services);
    if (others.length > 0) return isUsed ? doubt(mayBeOf(others)) : [];
    if (isUsed) return [{ call, line, code }];
    return isEcmaScript(source.language) ? doubt("it is named here, not constructed") : [];
  }
  if (!isUsed || services.size > 0) return [];
  if (origin?.elsewhere !== undefined && (showsChime(source) || sharedNames[call] === undefined)) {
    return doubt(comesFrom(origin.elsewhere));
  }
  return isEcmaScript(source.language) && showsChime(source) && !isWord(tokens[at - 1], "class")
    ? doubt("the file does not say where it comes from")
    : [];
}

/** Where a class comes from: from its own name, or the module that is named before it. */
function classOrigin(source: Source, start: number, at: number): Origin | undefined {
  const { tokens, language, originAt } = source;
  if (start === at) return originAt(at);
  const path = tokens.slice(start, at - 1).map(({ text }) => text);
  const byPath = originOf(language, path.join(""), tokens[at]?.text ?? "");
  return byPath.services.size > 0 ? byPath : originAt(at - 2);
}

function libraryAt(source: Source, library: (typeof libraryClasses)[number], at: number): Found {
  const { start, code, line } = chainAt(source, at);
  if (!isConstructedAt(source, start, at)) return [];
  const module = classOrigin(source, start, at)?.elsewhere;
  const isOurs = module === undefined || library.modules.test(module);
  return library.calls.map((call) => ({ call, line, code, ...(isOurs ? {} : { reason: comesFrom(module) }) }));
}

/** Functions by which programs call an operation that they name in a string. */
const lookUps = new Set(["getattr", "makeRequest", "makeUnauthenticatedRequest", "get_paginator"]);

/** An operation that is looked up when the program runs: `chime[operation](…)`. */
function lookedUpAt(source: Source, spelt: CallsBySpelling, at: number): Found {
  const { tokens, originAt } = source;
  const text = tokens[at]?.text ?? "";
  const next = tokens[at + 1];
  const isIndexed = isMark(next, "[") && isEcmaScript(source.language) && originAt(at)?.services.has(chime);
  if (!isIndexed && !(lookUps.has(text) && isMark(next, "("))) return [];
  const { start, code, line } = chainAt(source, at);
  const reason = "the operation is chosen when the program runs";
  const close = closingOf(source, at + 1);
  const isNamed = tokens
    .slice(at + 2, close)
    .some(({ kind, text: name }) => kind === "string" && spelt.names.has(name));
  if (isNamed) return []; // its string is
  if (isIndexed) return isMark(tokens[close + 1], "(", ".", "?.") ? [{ line, code: `${code}[…]`, reason }] : [];
  const origin = text === "getattr" ? originOfExpression(source, at + 2, close) : receiverOrigin(source, start, at - 2);
  const isClient = origin.services.has(chime) || (origin.services.size === 0 && source.shown.has(chime));
  return isClient ? [{ line, code, reason }] : [];
}

/** A string that names an operation, or holds code of its own. */
function inString(source: Source, spelt: CallsBySpelling, at: number): Found {
  const { tokens } = source;
  const token = tokens[at];
  if (token === undefined) return [];
  const { text, line } = token;
  if (codeWithClient(text)) {
    return [{ line, code: "a string", reason: "it has code with a Chime SDK client, and code in strings is not read" }];
  }
  const call = token.isPiece ? undefined : spelt.names.get(text);
  if (call === undefined || !showsChime(source)) return [];
  if (isWord(tokens[at - 2], "get_paginator") && isMark(tokens[at - 1], "(")) {
    return methodAt(source, call, at - 2).map((found) => ({ ...found, code: `${found.code}("${text}")` }));
  }
  return [{ call, line, code: `"${text}"`, reason: "it is a call if the program looks the operation up by that name" }];
}

function signedUrls(source: Source): readonly Find[] {
  const strings = source.tokens.filter(({ kind }) => kind === "string");
  const has = (pattern: RegExp) => strings.some(({ text }) => pattern.test(text));
  if (!has(signedUrl.scheme) || !(showsChime(source) || has(signedUrl.service))) return [];
  return strings
    .filter(({ text }) => signedUrl.path.test(text))
    .map(({ text, line }) => ({ call: signedUrlCall, line, code: `"${text}"` }));
}

/** What IAM may ask for besides the calls that were found, by the parameters that the file names. */
function furtherCallsOf({ tokens, isImport, language }: Source, finds: readonly Find[]): readonly Doubt[] {
  const made = new Set(finds.map(({ call }) => call));
  return parameterNeeds.flatMap(({ call, parameter, needs }) => {
    const names = made.has(call) ? parameterSpellings(parameter, language) : [];
    const isGiven = (i: number) => tokens[i]?.kind === "string" || isMark(tokens[i + 1], ":", "=", "(", "}");
    const at = tokens.findIndex(({ text }, i) => names.includes(text) && !isImport.has(i) && isGiven(i));
    const line = tokens[at]?.line;
    const reason = "the role needs it too if the call has that parameter";
    return line === undefined ? [] : [{ call: needs, line, code: `${call} with ${parameter}`, reason }];
  });
}

interface Chain {
  /** The first token of the expression that ends in a name. */
  readonly start: number;
  readonly line: number;
  /** The expression in short: `(…).createChannel`. */
  readonly code: string;
}

function chainAt(source: Source, at: number): Chain {
  const { tokens } = source;
  const start = chainStart(source, at);
  const names: string[] = [];
  for (let i = start; i <= at; i++) {
    if (isMark(tokens[i], "(", "[", "{")) {
      names.push(`${names.pop() ?? ""}(…)`);
      i = closingOf(source, i);
    } else if (isWord(tokens[i])) names.push(tokens[i]?.text ?? "");
  }
  return { start, line: tokens[at]?.line ?? 0, code: names.slice(-3).join(".") };
}

/** Whether the name at a token is followed by arguments, or by the block that Kotlin takes for them. */
function isCalledAt({ tokens, language }: Source, at: number): boolean {
  const next = isMark(tokens[at + 1], "?.") ? tokens[at + 2] : tokens[at + 1];
  return isMark(next, "(") || (language === "kotlin" && isMark(next, "{"));
}

/** Whether an object of the class at a token is made, whose path begins at `start`. */
function isConstructedAt(source: Source, start: number, at: number): boolean {
  const { tokens, language } = source;
  const before = tokens[start - 1];
  const next = tokens[at + 1];
  if (isWord(before, "class", "struct", "interface", "object")) return false;
  if (isWord(before, "new")) return true;
  if (isMark(next, ".")) return isWord(tokens[at + 2], "builder", "invoke");
  if (language === "go") return isMark(next, "{") && !isMark(before, "*", ")");
  if (language === "kotlin") return isCalledAt(source, at) && !isMark(before, ":");
  return language === "swift" && isMark(next, "(");
}

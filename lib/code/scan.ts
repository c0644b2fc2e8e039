// Finds the calls that a source file makes, and what in it may be a call.
import type { Call } from "../grants/calls";
import { parameterNeeds } from "../grants/needs";
import { otherChimeActions } from "./chime-actions";
import { foreignModules, libraryClasses, signedUrl, signedUrlCall } from "./client-libraries";
import {
  answer,
  chime,
  chimeModel,
  codeWithClient,
  either,
  nothing,
  type Origin,
  originOf,
  originOfGlobal,
} from "./clients";
import { type Language, languages } from "./languages";
import { answering, type Program } from "./meaning";
import { type Access, accessOf, argumentNodes, callAround, calleeName, callOf, chainOf, shortText } from "./shapes";
import { sharing } from "./shared-names";
import { type CallsBySpelling, callsBySpelling, parameterSpellings } from "./spellings";
import { above, lineOf, type Node, nameIn, part, parts, type SourceFile, shapeOf, stringIn, textOf } from "./syntax";
import { callsInText } from "./texts";

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

export interface Scan {
  /** Whether the file shows a client of Chime SDK messaging, or a library that has one. */
  readonly showsClient: boolean;
  readonly finds: readonly Find[];
  readonly doubts: readonly Doubt[];
  /** Calls of Amazon Chime that are none of messaging: no role of ours may make them. */
  readonly others: readonly { readonly line: number; readonly code: string }[];
}

type Found = readonly ((Find & { readonly node: Node }) | Doubt)[];

const mayBeOf = (services: readonly string[]) => `it may be the operation of that name of ${services.join(", ")}`;
const comesFrom = (modules: Iterable<string>) => `its client or class comes from ${[...modules].join(", ")}`;
const noClient = "the file shows no Chime SDK client that it is called on";
const passedOn = "it is passed on here, not called";
const chosen = "the operation is chosen when the program runs";

/** Functions that call what they are given: `asyncio.to_thread(chime.list_channels)`. */
const callers = new Set(["to_thread", "run_in_executor", "submit", "run_sync", "run_in_threadpool"]);
/** Functions by which programs call an operation that they name in a string. */
const lookUps = new Set(["getattr", "makeRequest", "makeUnauthenticatedRequest", "get_paginator", "get_waiter"]);
/** Methods of clients whose names look like operations. */
const noOperations =
  /^(?:send|get_?paginator|get_?waiter|getSignedUrl|getSessionEndpoint|get(?:Config|Region|Service\w*|Cached\w*|Options))$/i;

/** The clients of Amazon Chime SDK for meetings, voice and media. */
const siblings = /^chimesdk(?:meetings|voice|mediapipelines)$/;
const namedInString = /["'`]chime-?sdk-?(?:messaging|identity)["'`]/i;
const model: Origin = { ...nothing, services: new Set([chimeModel]) };

export function scan(program: Program, file: SourceFile): Scan {
  const { meaning, member, named } = program;
  const { language } = file;
  const { isNominal }: Language = languages[language];
  const isEcmaScript = language === "ecmaScript";
  const spelt: CallsBySpelling = callsBySpelling[language];
  const found: Found[number][] = [];
  const others: { line: number; code: string }[] = [];
  const strings: { text: string; line: number }[] = [];
  const { stars, calls, chimeNames } = program.scopes(file);

  const open = either(stars.map(({ module }) => originOf(language, module, "*")));
  let shownServices: ReadonlySet<string> | undefined;
  const shown = () => {
    shownServices ??= new Set(
      [
        program.imports(file),
        ...(namedInString.test(file.text) ? [model] : []),
        ...calls.map(meaning),
        ...[...chimeNames].map((name) => originOfGlobal(language, name) ?? nothing),
        ...typesIn(program, file),
      ].flatMap(({ services }) => [...services]),
    );
    return shownServices;
  };
  const showsChime = () => shown().has(chime) || shown().has(chimeModel);

  const doubt = (node: Node, call: Call | undefined, code: string, reason: string): Found => [
    { ...(call === undefined ? {} : { call }), line: lineOf(node), code, reason },
  ];

  /** What a call of a method is, by what it is called on. */
  function methodFound(node: Node, call: Call, code: string, of: Origin, name: string, at: Node): Found {
    const found = (services: Iterable<string>): Found => {
      const shares = sharing(call, services);
      return shares.length > 0
        ? doubt(node, call, code, mayBeOf(shares))
        : [{ call, line: lineOf(node), code, node: at }];
    };
    if (of.services.has(chime)) return found(of.services);
    const verdict = ownVerdict(of, name);
    if (verdict === "call") return found([]);
    const modules = [...of.elsewhere].filter((module) => !foreignModules.test(module));
    if (modules.length > 0) return doubt(node, call, code, comesFrom(modules));
    if (of.services === answer.services && of.own.size === 0 && !of.isUnknown) return [];
    const isOther = of.services.size === 0 || sharing(call, of.services).length > 0;
    if (verdict === "none" && !of.isUnknown && isOther && !of.services.has(chimeModel)) return [];
    const shares = shown().has(chime) ? sharing(call, shown()) : [];
    if (shares.length > 0) return doubt(node, call, code, mayBeOf(shares));
    if (verdict === "interface" && shown().has(chime)) {
      return doubt(node, call, code, "its type is an interface, which a Chime SDK client may have");
    }
    return doubt(
      node,
      call,
      code,
      shown().has(chime) && of.services.size === 0 ? "what it is called on is not known" : noClient,
    );
  }

  /** Whether the classes and objects of the program that something may be have a method of their own of a name. */
  function ownVerdict(of: Origin, name: string): "call" | "none" | "interface" | "unknown" {
    let verdict: "none" | "interface" | "unknown" = "none";
    for (const one of of.own) {
      const has = member({ ...nothing, own: new Set([one]) }, name);
      if (has?.services.has(chime)) return "call";
      if (has === undefined || has.isUnknown || has.elsewhere.size > 0 || has.services.size > 0) verdict = "unknown";
      const isInterface = [one, ...one.children].some((part_) => shapeOf(part_)?.isInterface);
      if (!isInterface || isNominal) continue;
      // An interface for clients of ours names the types of their SDK.
      if (
        namesIn(one, name).some((type) => meaning(type).services.has(chime) || meaning(type).services.has(chimeModel))
      )
        return "call";
      verdict = "interface";
    }
    return verdict;
  }

  function methodAt(node: Node, call: Call, name: string): Found {
    const access = accessOf(node);
    const code = shortText(access.expression === access.call ? (node.parent ?? node) : access.expression).replace(
      /\(…\)$/,
      "",
    );
    const isCalled = access.call !== undefined || isCalledLater(access);
    const { object, expression } = access;
    if (object === undefined) return bareAt(node, call, name, code, access);
    const of = isLiteral(object) ? answer : known(meaning(object));
    if (isCalled) return methodFound(node, call, code, of, name, access.call ?? expression);
    if (!of.services.has(chime)) return [];
    const isReference = /reference/.test(expression.type) || file.text.slice(object.end, node.start).includes("::");
    const around = callAround(expression);
    const caller = around === undefined ? undefined : calleeName(around);
    const isRun = around !== undefined && caller !== undefined && callers.has(textOf(caller));
    if (isReference || isRun) return methodFound(node, call, code, of, name, expression);
    return doubt(node, call, code, passedOn);
  }

  /** A name without an object: a function, or a method where the object need not be named. */
  function bareAt(node: Node, call: Call, name: string, code: string, { call: at, expression }: Access): Found {
    if (isDeclared(node)) {
      const bound = above(node, "bind", "parameter", "function");
      const value =
        bound === undefined || (!/pattern/.test(node.parent?.type ?? "") && !/pattern/.test(node.type))
          ? undefined
          : part(bound, shapeOf(bound)?.value);
      return value !== undefined && meaning(value).services.has(chime) ? doubt(node, call, name, passedOn) : [];
    }
    const of = named(name, node);
    if (at === undefined) return of?.services.has(chime) ? doubt(node, call, code, passedOn) : [];
    if (of !== undefined) {
      if (of.services.has(chime)) return methodFound(node, call, code, of, name, expression);
      const isOwn = of.own.size > 0 && !of.isUnknown && of.elsewhere.size === 0;
      return isOwn || (of.own.size > 0 && of.services.size === 0 && of.elsewhere.size === 0)
        ? []
        : methodFound(node, call, code, { ...of, own: nothing.own }, name, expression);
    }
    const implicit = program.implicit(node);
    if (implicit.services.has(chime)) return methodFound(node, call, code, implicit, name, expression);
    if (implicit.elsewhere.size > 0) return doubt(node, call, code, comesFrom(implicit.elsewhere));
    const reason =
      language === "kotlin"
        ? "it is one if it stands in a block of a Chime SDK client"
        : "nothing that was read says what it is";
    return doubt(node, call, code, reason);
  }

  /** An object of a request's class, or a function of the client's module. */
  function constructedAt(node: Node, call: Call, isFunction: boolean): Found {
    if (isDeclared(node)) return [];
    const access = accessOf(node);
    const of = access.object === undefined ? named(textOf(node), node) : meaning(access.expression);
    return requestFound(node, call, of, access, isFunction);
  }

  function requestFound(node: Node, call: Call, of: Origin | undefined, access: Access, isFunction: boolean): Found {
    const { expression } = access;
    const isUsed = isFunction ? access.call !== undefined : isConstructed(access);
    const code = shortText(expression);
    if (of !== undefined && of.own.size > 0 && of.services.size === 0) return [];
    const services =
      of === undefined || (of.services.size === 0 && of.elsewhere.size === 0) ? open.services : of.services;
    if (services.has(chimeModel) || services.has(chime)) {
      const shares = sharing(call, services);
      if (shares.length > 0) return isUsed ? doubt(node, call, code, mayBeOf(shares)) : [];
      if (isUsed) return [{ call, line: lineOf(node), code, node: expression }];
      return isEcmaScript ? doubt(node, call, code, "it is named here, not constructed") : [];
    }
    if (!isUsed || (of !== undefined && of.services.size > 0)) return [];
    if (of !== undefined && of.elsewhere.size > 0) {
      return doubt(node, call, code, comesFrom(of.elsewhere));
    }
    return doubt(node, call, code, "the file does not say where it comes from");
  }

  /** A call or construction by another name than the SDK's. */
  function renamedAt(node: Node): Found {
    const shape = shapeOf(node);
    const callee = part(node, shape?.callee);
    const name = calleeName(node);
    const object = part(node, shape?.object);
    if (object !== undefined && name !== undefined) return unknownOperation(node, meaning(object), textOf(name), true);
    if (callee === undefined || name === undefined) return [];
    const of = meaning(callee);
    const isMember = shapeOf(callee)?.is === "member";
    const access: Access = { expression: callee, object: undefined, call: node };
    const isOfChime = of.services.has(chime) || of.services.has(chimeModel);
    return [...of.names].flatMap((original): Found => {
      if (original === textOf(name)) return unknownOperation(node, of, original, isMember);
      const request = spelt.requests.get(original) ?? spelt.functions.get(original);
      if (request !== undefined && (isOfChime || of.elsewhere.size > 0))
        return requestFound(name, request, of, access, spelt.functions.has(original));
      const method = spelt.methods.get(original);
      if (method !== undefined && of.services.has(chime) && shapeOf(callee)?.is === "name") {
        return methodFound(name, method, shortText(callee), of, original, node);
      }
      return unknownOperation(node, of, original, isMember);
    });
  }

  /** An operation of a known client that our table lacks, or one of meetings. */
  function unknownOperation(node: Node, of: Origin, name: string, isMember: boolean): Found {
    const { services } = of;
    const isOfMeetings = [...services].some((service) => siblings.test(service));
    if (isOfMeetings && ((isMember && answering.test(name) && !noOperations.test(name)) || /Command$/.test(name))) {
      others.push({ line: lineOf(node), code: shortText(node) });
      return [];
    }
    const command = isEcmaScript ? /^(\w+)Command$/.exec(name)?.[1] : undefined;
    const isMethod = services.has(chime) && isMember && answering.test(name);
    if (
      !(isMethod && !noOperations.test(name)) &&
      !(command !== undefined && (services.has(chimeModel) || services.has(chime)))
    )
      return [];
    const asked = (command ?? name)
      .replace(/_/g, "")
      .replace(/(?:Async|WithContext|Paginator|Paginated|Request)$/, "")
      .toLowerCase();
    if (spelt.requests.has(name) || spelt.functions.has(name) || spelt.methods.has(name)) return [];
    const code = shortText(node).replace(/\(…\)$/, "");
    if (otherChimeActions.some((action) => action.toLowerCase() === asked)) {
      others.push({ line: lineOf(node), code });
      return [];
    }
    return sharing("TagResource", services).length > 0
      ? []
      : doubt(node, undefined, code, "this version knows no such operation of the client");
  }

  /** What a client of version 3 sends and nobody read: `client.send(new Command())`. */
  function sentAt(node: Node): Found {
    const callee = part(node, shapeOf(node)?.callee);
    const [name, sent] = [calleeName(node), argumentNodes(node)[0]];
    if (!isEcmaScript || callee === undefined || name === undefined || sent === undefined || textOf(name) !== "send")
      return [];
    const object = part(callee, shapeOf(callee)?.object);
    const of = object === undefined ? nothing : meaning(object);
    const command = meaning(sent);
    const modules = [...command.elsewhere].filter((module) => module.startsWith("."));
    const isClient =
      of.services.has(chimeModel) ||
      of.services.has(chime) ||
      (shapeOf(sent)?.is === "new" && [...of.elsewhere].some((module) => module.startsWith(".")));
    const isKnown = [...command.names].some((one) => spelt.requests.has(one));
    if (!isClient || isKnown || modules.length === 0) return [];
    return doubt(node, undefined, shortText(node), `what it sends comes from ${modules.join(", ")}`);
  }

  function libraryAt(node: Node): Found {
    const shape = shapeOf(node);
    const callee = part(node, shape?.callee) ?? part(node, shape?.bases);
    if (callee === undefined) return [];
    const of = meaning(callee);
    const names = new Set([...of.names, ...[...of.own].flatMap((one) => classNames(one))]);
    return libraryClasses.flatMap((library): Found => {
      if (!names.has(library.name) || !library.languages.includes(language)) return [];
      const isOurs = of.elsewhere.size === 0 || [...of.elsewhere].some((module) => library.modules.test(module));
      return library.calls.flatMap((call): Found => {
        const code = shortText(callee);
        if (!isOurs) return doubt(node, call, code, comesFrom(of.elsewhere));
        if (shape?.is === "class")
          return doubt(node, call, code, "a class is derived from it, which makes the call once it is constructed");
        return [{ call, line: lineOf(node), code, node }];
      });
    });
  }

  function classNames(node: Node): readonly string[] {
    const shape = shapeOf(node);
    if (shape?.is !== "class") return [];
    const name = nameIn(part(node, shape.name));
    const bases = either(parts(node, shape.bases).map(meaning));
    return [...(name === undefined ? [] : [textOf(name)]), ...bases.names];
  }

  /** An operation that is looked up when the program runs: `chime[operation](…)`. */
  function lookedUpAt(node: Node): Found {
    const shape = shapeOf(node);
    if (shape?.is === "index") {
      const [object, key] = [part(node, shape.object), part(node, shape.value)];
      const isUsed = callOf(node) !== undefined || shapeOf(node.parent ?? node)?.is === "member";
      if (!isEcmaScript || object === undefined || !isUsed || stringIn(key) !== undefined) return [];
      const { services } = meaning(object);
      const call = callOf(node);
      const isCommand = call !== undefined && shapeOf(call)?.is === "new" && services.has(chimeModel);
      return services.has(chime) || isCommand ? doubt(node, undefined, shortText(node), chosen) : [];
    }
    const callee = part(node, shape?.callee);
    const name = calleeName(node);
    if (callee === undefined || name === undefined || !lookUps.has(textOf(name))) return [];
    const args = argumentNodes(node);
    if (args.some((arg) => spelt.names.has(stringIn(arg) ?? ""))) return [];
    const client = textOf(name) === "getattr" ? args[0] : part(callee, shapeOf(callee)?.object);
    const of = client === undefined ? nothing : meaning(client);
    const isClient = of.services.has(chime) || (of.isUnknown === true && of.services.size === 0 && shown().has(chime));
    return isClient ? doubt(node, undefined, shortText(callee), chosen) : [];
  }

  /** A string that names an operation, or holds code of its own. */
  function stringAt(node: Node): Found {
    const text = stringIn(node);
    const whole = text ?? textOf(node);
    for (const one of text === undefined ? node.children.map(textOf) : [text])
      strings.push({ text: one, line: lineOf(node) });
    const command = commandNamed(node, whole);
    if (!/chime|Command$/i.test(whole) && !spelt.names.has(whole) && command === undefined) return [];
    if (codeWithClient(whole)) {
      return doubt(node, undefined, "a string", "it has code with a Chime SDK client, and code in strings is not read");
    }
    const named = callsInText(whole).map(({ call, code, reason }) => ({ call, line: lineOf(node), code, reason }));
    if (named.length > 0) return named;
    const call = text === undefined ? undefined : (spelt.names.get(text) ?? spelt.requests.get(text) ?? command);
    if (call === undefined || text === undefined) return [];
    const { parent } = node;
    if (parent !== undefined && shapeOf(parent)?.is === "index") {
      const object = part(parent, shapeOf(parent)?.object);
      const of = object === undefined || object === node ? nothing : meaning(object);
      if (of.services.has(chime) && spelt.methods.has(text)) {
        return callOf(parent) === undefined
          ? doubt(node, call, `"${text}"`, passedOn)
          : methodFound(node, call, shortText(parent), of, text, parent);
      }
    }
    const around = callAround(node);
    const callee = around === undefined ? undefined : part(around, shapeOf(around)?.callee);
    const name = around === undefined ? undefined : calleeName(around);
    if (callee !== undefined && name !== undefined && textOf(name) === "get_paginator") {
      const object = part(callee, shapeOf(callee)?.object);
      return object === undefined
        ? []
        : methodFound(name, call, `${shortText(callee)}("${text}")`, meaning(object), text, around ?? node);
    }
    if (!showsChime() && !spelt.requests.has(text) && command === undefined) return [];
    return doubt(node, call, `"${text}"`, "it is a call if the program looks the operation up by that name");
  }

  function signedUrls(): Found {
    const has = (pattern: RegExp) => strings.some(({ text }) => pattern.test(text));
    if (!has(signedUrl.scheme) || !(showsChime() || has(signedUrl.service))) return [];
    const paths = strings.filter(({ text }) => signedUrl.path.test(text));
    const shown_ = paths.length > 0 ? paths : strings.filter(({ text }) => signedUrl.scheme.test(text)).slice(0, 1);
    return shown_.map(({ text, line }) =>
      paths.length > 0
        ? { call: signedUrlCall, line, code: `"${text}"`, node: file.root }
        : {
            call: signedUrlCall,
            line,
            code: `"${text}"`,
            reason: "it is one if the WebSocket is the one of Chime SDK messaging",
          },
    );
  }

  /** A name in a place that declares it or labels something. */
  function isDeclared(node: Node): boolean {
    const { parent } = node;
    if (parent === undefined) return true;
    if (
      /pattern|specifier|label|declarator_id|enum|jsx_attribute|jsx_(?:opening|closing)/.test(node.type) ||
      /pattern|specifier|label|enum/.test(parent.type)
    )
      return true;
    const shape = shapeOf(parent);
    if (shape === undefined || shape.name === undefined || shape.is === "member" || shape.is === "call") {
      return (
        shape?.is === "parameter" ||
        (shape === undefined &&
          shapeOf(parent.parent ?? parent)?.is === "bind" &&
          parts(parent.parent ?? parent, shapeOf(parent.parent ?? parent)?.name).includes(parent))
      );
    }
    return parts(parent, shape.name).includes(node);
  }

  function isConstructed({ expression, call }: Access): boolean {
    const { parent } = expression;
    const shape = parent === undefined ? undefined : shapeOf(parent);
    if (parent !== undefined && shape?.is === "member" && part(parent, shape.object) === expression) {
      return /^(?:builder|invoke)$/.test(textOf(nameIn(part(parent, shape.name)) ?? parent));
    }
    if (parent !== undefined && shape?.is === "call" && part(parent, shape.object) === expression) {
      return textOf(part(parent, shape.name) ?? parent) === "builder";
    }
    if (call === undefined) return false;
    return shapeOf(call)?.is === "new" || language === "kotlin" || language === "swift";
  }

  /** Whether a method that is not called here is by a method of its own: `chat.listChannels.call(chat)`. */
  function isCalledLater({ expression }: Access): boolean {
    const { parent } = expression;
    const shape = parent === undefined ? undefined : shapeOf(parent);
    if (parent === undefined || shape?.is !== "member" || part(parent, shape.object) !== expression) return false;
    return /^(?:call|apply)$/.test(textOf(nameIn(part(parent, shape.name)) ?? parent)) && callOf(parent) !== undefined;
  }

  /** In Swift, the AWS SDK for iOS has the end of some names in a label: `listTags(forResource: …)`. */
  function withLabel(node: Node): string {
    const name = textOf(node);
    const call = language === "swift" ? accessOf(node).call : undefined;
    const first = call === undefined ? undefined : argumentNodes(call)[0];
    const label = first === undefined ? undefined : (nameIn(part(first, "name")) ?? part(first, "name"));
    const text = label === undefined ? "" : textOf(label);
    return name + text.charAt(0).toUpperCase() + text.slice(1);
  }

  const visit = (node: Node, isType: boolean) => {
    const shape = shapeOf(node);
    if (shape?.is === "import") return;
    const inType = isType || shape?.is === "type";
    if (!inType || shape?.is === "text") {
      if (shape?.is === "name") found.push(...nameAt(node));
      else if (shape?.is === "text") found.push(...stringAt(node));
      else if (shape?.is === "call" || shape?.is === "new")
        found.push(
          ...renamedAt(node),
          ...libraryAt(node),
          ...lookedUpAt(node),
          ...sentAt(node),
          ...typeConstructedAt(node),
        );
      else if (shape?.is === "class") found.push(...libraryAt(node));
      else if (shape?.is === "index") found.push(...lookedUpAt(node));
    }
    for (const child of node.children) visit(child, inType && !(shape?.is === "text"));
  };

  /** The class of a construction is a type in some grammars. */
  function typeConstructedAt(node: Node): Found {
    const callee = shapeOf(node)?.is === "new" ? part(node, shapeOf(node)?.callee) : undefined;
    const name = nameIn(callee);
    if (callee === undefined || name === undefined || name === callee || shapeOf(callee)?.is !== "type") return [];
    const call = spelt.requests.get(textOf(name));
    return call === undefined
      ? []
      : requestFound(name, call, meaning(callee), { expression: callee, object: undefined, call: node }, false);
  }

  function nameAt(node: Node): Found {
    const name = textOf(node);
    const isLabelled = language === "swift" && answering.test(name);
    const labelled = (isLabelled ? spelt.methods.get(withLabel(node)) : undefined) ?? spelt.methods.get(name);
    if (labelled !== undefined) return methodAt(node, labelled, name);
    const request = spelt.requests.get(name) ?? spelt.functions.get(name);
    return request === undefined ? [] : constructedAt(node, request, spelt.functions.has(name));
  }

  visit(file.root, false);
  found.push(...signedUrls());
  const finds = found.filter((one) => "node" in one);
  const doubts = found.filter((one): one is Doubt => "reason" in one);
  return {
    showsClient: showsChime() || finds.length > 0,
    finds: finds.map(({ call, line, code }) => ({ call, line, code })),
    doubts: [...doubts, ...finds.flatMap((find) => furtherCalls(program, find))],
    others,
  };
}

/** A command of the AWS CLI in a list of words: `["aws", "chime-sdk-messaging", "create-channel"]`. */
function commandNamed(node: Node, text: string): Call | undefined {
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(text)) return undefined;
  const words = node.parent?.children ?? [];
  const before = words[words.indexOf(node) - 1];
  return callsInText(`${stringIn(before) ?? ""} ${text}`)[0]?.call;
}

/** What means nothing that is known may be anything. */
function known(of: Origin): Origin {
  const { services, elsewhere, own } = of;
  return services.size + elsewhere.size + own.size === 0 ? { ...of, isUnknown: true } : of;
}

function isLiteral(node: Node): boolean {
  const is = shapeOf(node)?.is;
  return is === "text" || is === "nothing";
}

/** The names in a member of a class. */
function namesIn(of: Node, name: string): readonly Node[] {
  if (shapeOf(of)?.is === "function" && textOf(nameIn(part(of, shapeOf(of)?.name)) ?? of) === name) return leavesOf(of);
  return of.children.flatMap((child) => namesIn(child, name));
}

function leavesOf(node: Node): readonly Node[] {
  const is = shapeOf(node)?.is;
  return is === "name" ? [node] : [...(is === "member" ? [node] : []), ...node.children.flatMap(leavesOf)];
}

/** What the types mean by which names are declared. */
function typesIn({ scopes, meaning }: Program, file: SourceFile): readonly Origin[] {
  const bindings = [...scopes(file).names.values()].flatMap((names) => [...names.values()].flat());
  return bindings.map((binding) => ("type" in binding ? meaning(binding.type) : nothing));
}

/** What IAM may ask for besides a call, by the parameters that it has. */
function furtherCalls(
  program: Program,
  { call, node }: { readonly call: Call; readonly node: Node },
): readonly Doubt[] {
  return parameterNeeds.flatMap((need) => {
    if (need.call !== call) return [];
    const names = parameterSpellings(need.parameter, node.file.language);
    const at = parameterIn(program, chainOf(node), names, 0);
    if (at === undefined) return [];
    const reason = "the role needs it too if the call has that parameter";
    return [{ call: need.needs, line: lineOf(at), code: `${call} with ${need.parameter}`, reason }];
  });
}

/** Where a call has a parameter: in its own arguments, or in what they are the names of. */
function parameterIn(program: Program, node: Node, names: readonly string[], depth: number): Node | undefined {
  const is = shapeOf(node)?.is;
  if (is === "name" && names.includes(textOf(node))) return node;
  if (is === "text") return names.includes(stringIn(node) ?? "") ? node : undefined;
  if (is === "name" && depth < 2 && !names.includes(textOf(node))) {
    for (const one of program.meaning(node).own) {
      const found = shapeOf(one)?.is === "object" ? parameterIn(program, one, names, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
  }
  for (const child of node.children) {
    const found = parameterIn(program, child, names, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

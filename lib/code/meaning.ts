// What an expression means: a client of an AWS service, something of a module, a class of the program, or nothing that is known.
import { dirname } from "node:path";
import {
  answer,
  chime,
  clientName,
  either,
  nothing,
  type Origin,
  originOf,
  originOfGlobal,
  originOfMember,
  serviceNamed,
  unknown,
} from "./clients";
import { defaultExport, type Export, exportsOf, type Import, wholeModule } from "./imports";
import { type Language, languages } from "./languages";
import { type FilesOfModule, filesOfModules } from "./modules";
import { type Binding, hasImplicitThis, type Parameter, type Scopes, type Step, scopesOf } from "./scopes";
import { argumentNodes, assignedName, callAround, calleeName, callOf, embeddedTypes, resultsOf } from "./shapes";
import { above, type Node, nameIn, part, parts, type SourceFile, shapeOf, stringIn, textOf } from "./syntax";

export interface Program {
  readonly scopes: (file: SourceFile) => Scopes;
  /** What a file imports may be of. */
  readonly imports: (file: SourceFile) => Origin;
  /** Runs something for so many milliseconds; after these, nothing is followed any more. */
  readonly within: <T>(limit: number, run: () => T) => { readonly result: T; readonly isStopped: boolean };
  /** What an expression or a type means. */
  readonly meaning: (node: Node) => Origin;
  /** What a member of something means; undefined where nothing that was read has it. */
  readonly member: (of: Origin, name: string) => Origin | undefined;
  /** What a name means where it stands; undefined where nothing declares it. */
  readonly named: (name: string, at: Node) => Origin | undefined;
  /** What a function is called on without naming it: the object of `with`, or the class around. */
  readonly implicit: (at: Node) => Origin;
}

/** How deep meanings are followed: more is what no person can follow. */
const deepest = 60;
/** How many things a name may be before it counts as anything. */
const most = 60;

/** Methods of a client that give an answer of the service and no client. */
export const answering =
  /^(?:[Ss]end|(?:[Aa]ssociate|[Bb]atch|[Cc]reate|[Dd]elete|[Dd]eregister|[Dd]escribe|[Dd]isassociate|[Gg]et|[Ll]ist|[Pp]ut|[Rr]edact|[Rr]egister|[Ss]earch|[Ss]end|[Ss]tart|[Ss]top|[Tt]ag|[Uu]ntag|[Uu]pdate|[Vv]alidate)[A-Z_]\w*)$/;

/** Methods and functions that give what they are called on to a function: `client.use { … }`, `promise.then(…)`. */
const passing = new Set([
  "then",
  "use",
  "let",
  "also",
  "map",
  "forEach",
  "run",
  "apply",
  "with",
  "tap",
  "flatMap",
  "compactMap",
]);
/** Those of Kotlin in whose block it need not be named. */
const blocks = new Set(["with", "apply", "run"]);
/** What the globals of a page or a program are members of. */
const holdsGlobals = new Set(["window", "globalThis", "self", "global"]);
/** Methods of a function that give or call it. */
const binding = new Set(["bind", "call", "apply"]);
/** Functions that make a client of the service that they name. */
const makers = new Set(["client", "create_client", "resource"]);

export function programOf(files: readonly SourceFile[]): Program {
  const scopesByFile = new Map(files.map((file) => [file, scopesOf(file)]));
  const scopes = (file: SourceFile) => scopesByFile.get(file) as Scopes;
  const filesOf: FilesOfModule = filesOfModules(files);
  const exported = new Map<SourceFile, readonly Export[]>();
  const known = new Map<Node, Origin>();
  const results = new Map<Node, Origin>();
  const exportedNames = new Map<SourceFile, Map<string, Origin | undefined>>();
  const declarations = new Map<readonly Binding[], Origin>();
  const importsByFile = new Map<SourceFile, Origin>();
  let depth = 0;
  let steps = 0;
  let until = Number.POSITIVE_INFINITY;
  let isStopped = false;

  /** The names at the top of the files that a file sees without an import, by name. */
  const shared = sharedNames(files, scopes);
  const importedAs = lazily(() => namesOfFiles(files, scopes, filesOf));
  const callsNamed = lazily(() => callsByName(files, scopes));

  /** Whether the time for the file is over. What is stopped is unknown, and so a doubt. */
  function isLate(): boolean {
    if (!isStopped && ++steps % 512 === 0) isStopped = performance.now() > until;
    return isStopped;
  }

  function within<T>(limit: number, run: () => T): { readonly result: T; readonly isStopped: boolean } {
    [isStopped, until] = [false, performance.now() + limit];
    const result = run();
    return { result, isStopped };
  }

  function meaning(node: Node): Origin {
    if (shapeOf(node)?.is === "name") return meant(node); // kept by its declaration
    const found = known.get(node);
    if (found !== undefined) return found;
    if (depth > deepest || isLate()) return unknown;
    known.set(node, nothing); // what means itself means nothing more
    depth++;
    const origin = bounded(meant(node));
    depth--;
    if (depth > deepest - 10) known.delete(node);
    else known.set(node, origin);
    return origin;
  }

  function meant(node: Node): Origin {
    const shape = shapeOf(node);
    switch (shape?.is) {
      case "name":
        return named(textOf(node), node) ?? unnamed(textOf(node), node);
      case "member":
        return memberMeant(part(node, shape.object), nameIn(part(node, shape.name)));
      case "index": {
        const [object, key] = [part(node, shape.object), part(node, shape.value)];
        const of = object === undefined ? nothing : meaning(object);
        const name = stringIn(key);
        if (name !== undefined) return member(of, name) ?? of;
        const objects = [...of.own].filter((one) => shapeOf(one)?.is === "object");
        return either([{ ...of, own: new Set() }, ...objects.map((one) => either(one.children.map(meaning))), unknown]);
      }
      case "call":
      case "new":
        return called(node);
      case "text":
        return nothing;
      case "type":
        return either(
          node.children.map((child) => (shapeOf(child)?.is === "text" ? namedInText(child) : meaning(child))),
        );
      case "nothing":
        return /^(?:any|unknown|object|never)$/.test(textOf(node)) ? unknown : nothing;
      case "class":
      case "function":
      case "object":
        return { ...nothing, own: new Set([node]) };
      case "pair":
      case "argument":
        return either(parts(node, shape.value).map(meaning));
      case "bind":
        return either([...parts(node, shape.value), ...parts(node, shape.type)].map(meaning));
      default:
        return either(node.children.map(meaning));
    }
  }

  /** A type that is written as a string. */
  function namedInText(node: Node): Origin {
    const words = textOf(node).match(/[A-Za-z_]\w*/g) ?? [];
    return either(words.map((word) => named(word, node) ?? originOfGlobal(node.file.language, word) ?? nothing));
  }

  /** A name that nothing declares. */
  function unnamed(name: string, node: Node): Origin {
    const origin = originOfGlobal(node.file.language, name);
    if (origin !== undefined) return origin;
    const service = serviceOfClass(name);
    const isImported = service !== undefined && imports(node.file).services.has(service);
    return isImported
      ? { ...nothing, services: new Set([service]), names: new Set([name]) }
      : { ...unknown, names: new Set([name]) };
  }

  function imports(file: SourceFile): Origin {
    const known = importsByFile.get(file);
    if (known !== undefined) return known;
    const origin = either(
      scopes(file).imports.map(({ module, original }) => originOf(file.language, module, original)),
    );
    importsByFile.set(file, origin);
    return origin;
  }

  function named(name: string, at: Node): Origin | undefined {
    const { names, stars } = scopes(at.file);
    const isThis = /^(?:this|self|cls|super)$/.test(name);
    if (isThis) {
      const holder = above(at, "class") ?? above(at, "object");
      if (holder === undefined) return either([implicit(at), unknown]);
      return name === "super" ? basesOf(holder) : { ...nothing, own: new Set([holder]) };
    }
    let inherited: Origin | undefined;
    for (let scope: Node | undefined = at; scope !== undefined; scope = above(scope, "function", "class")) {
      const isClass = shapeOf(scope)?.is === "class";
      if (isClass && hasImplicitThis(scope)) {
        const found = memberOfClass(scope, name);
        if (found !== undefined && found.own.size + found.services.size > 0) return found;
        inherited ??= found; // of a class that nobody read, unless something else has the name
      }
      // `guard let chat = chat` gives an inner name the value of an outer one.
      const all = isClass ? [] : (names.get(scope)?.get(name) ?? []);
      const isOfItself = all.some((one) => "value" in one && one.value === at);
      const bindings = isOfItself ? all.filter((one) => !("value" in one && one.value === at)) : all;
      if (bindings.length > 0) return declared(bindings);
      const isBlock = shapeOf(scope)?.is === "function" && names.get(scope) === undefined;
      if (isBlock && (name === "it" || name === "$0")) return passedTo(scope, 0);
    }
    const bindings = names.get(at.file.root)?.get(name);
    if (bindings !== undefined && at.parent !== undefined) return bindings.length === 0 ? unknown : declared(bindings);
    const others = shared(at.file, name);
    if (others.length > 0) return declared(others);
    for (const { module, original } of stars) {
      const ofSdk = originOf(at.file.language, module, name);
      if (at.file.language === "go" && ofSdk.services.has(chime)) return ofSdk;
      const found = filesOf(at.file, module).map((file) => exportOf(file, original === "*" ? name : original));
      if (found.some((one) => one !== undefined)) return either(found.map((one) => one ?? nothing));
    }
    return inherited;
  }

  /** What a name means by all that it gets: a type that is known rules out what is not. */
  function declared(bindings: readonly Binding[]): Origin {
    const known = declarations.get(bindings);
    if (known !== undefined) return known;
    declarations.set(bindings, nothing); // what means itself means nothing more
    const origin = bounded(declaredNow(bindings));
    declarations.set(bindings, origin);
    return origin;
  }

  function declaredNow(bindings: readonly Binding[]): Origin {
    const types = bindings.flatMap((binding) => ("type" in binding ? [meaning(binding.type)] : []));
    return typed(either(bindings.map(bound)), types);
  }

  function typed(origin: Origin, types: readonly Origin[]): Origin {
    const isKnown = types.some((type) => !type.isUnknown && type !== nothing);
    const { isUnknown: _isUnknown, ...known } = origin;
    return isKnown ? known : origin;
  }

  function bound(binding: Binding): Origin {
    if (depth > deepest || isLate()) return unknown;
    depth++;
    const origin = boundNow(binding);
    depth--;
    return origin;
  }

  function boundNow(binding: Binding): Origin {
    if ("definition" in binding) return meaning(binding.definition);
    if ("type" in binding) return meaning(binding.type);
    if ("from" in binding) return imported(binding.file, binding.from);
    if ("parameter" in binding) return taken(argumentsOf(binding.parameter), binding.path);
    return valueAt(binding.value, binding.path);
  }

  function valueAt(value: Node, path: readonly Step[]): Origin {
    if (depth > deepest) return unknown;
    depth++;
    const found = valueNow(value, path);
    depth--;
    return found;
  }

  function valueNow(value: Node, path: readonly Step[]): Origin {
    const [step, ...rest] = path;
    if (step === undefined) return meaning(value);
    if (typeof step === "string") return taken(meaning(value), path);
    const shape = shapeOf(value);
    if (shape?.is === "call") {
      const callee = calleeOf(value);
      const functions = callee === undefined ? [] : [...callee.own].filter((one) => shapeOf(one)?.is === "function");
      if (functions.length > 0)
        return either(functions.flatMap((one) => itemsOf(one).map((item) => valueAt(item, path))));
    }
    const isList =
      (shape === undefined || shape.is === "return") &&
      value.children.length > 0 &&
      /list|tuple|array/.test(value.type);
    if (!isList) return meaning(value);
    const only = value.children.length === 1 ? value.children[0] : undefined;
    if (only !== undefined && shapeOf(only)?.is === "call") return valueAt(only, path);
    const item = value.children[step];
    return item === undefined ? meaning(value) : valueAt(item, rest);
  }

  /** What a function gives back, and the list of its types. */
  function itemsOf(node: Node): readonly Node[] {
    return [...parts(node, shapeOf(node)?.type), ...resultsOf(node)];
  }

  /** What is taken out of something by the names of its members. */
  function taken(of: Origin, path: readonly Step[]): Origin {
    return path.reduce<Origin>(
      (so, step) => (typeof step === "number" ? so : (member(so, step) ?? { ...unknown, names: new Set([step]) })),
      of,
    );
  }

  function imported(file: SourceFile, { module, original }: Import): Origin {
    const found = filesOf(file, module);
    const isSubmodule = file.language === "python" && original !== "*";
    const submodules = isSubmodule
      ? filesOf(file, module.endsWith(".") ? module + original : `${module}.${original}`)
      : [];
    if (found.length === 0 && submodules.length === 0) {
      const others = shared(file, original);
      if (others.length > 0) return declared(others);
      const holders = shared(file, module.replace(/.*\./, "")); // a static import
      const held = holders.length === 0 ? undefined : member(declared(holders), original);
      if (held !== undefined) return held;
      const origin = originOf(file.language, module, original === defaultExport ? "*" : original);
      return origin;
    }
    if (submodules.length > 0) return { ...nothing, own: new Set(submodules.map(({ root }) => root)) };
    const roots: Origin = { ...nothing, own: new Set(found.map(({ root }) => root)) };
    const whole = found.map((one) => exportOf(one, wholeModule));
    if (original === "*" || original === defaultExport) {
      if (whole.some((one) => one !== undefined)) return either(whole.map((one) => one ?? nothing));
      if (original === "*") return roots;
    }
    const exports = found.map((one) => exportOf(one, original));
    if (exports.every((one) => one === undefined))
      return original === defaultExport
        ? roots
        : { ...nothing, elsewhere: new Set([module]), names: new Set([original]) };
    return either(exports.map((one) => one ?? nothing));
  }

  function exportOf(file: SourceFile, name: string): Origin | undefined {
    const names = exportedNames.get(file) ?? new Map<string, Origin | undefined>();
    exportedNames.set(file, names);
    if (names.has(name)) return names.get(name);
    names.set(name, undefined);
    const origin = exportNow(file, name);
    names.set(name, origin);
    return origin;
  }

  function exportNow(file: SourceFile, name: string): Origin | undefined {
    if (file.language !== "ecmaScript") {
      const bindings = scopes(file).names.get(file.root)?.get(name);
      if (bindings !== undefined) return declared(bindings);
      return named(name, file.root);
    }
    let exports = exported.get(file);
    if (exports === undefined) {
      exports = exportsOf(file.root);
      exported.set(file, exports);
    }
    const found = exports.filter((one) => one.name === name);
    if (found.length > 0) return either(found.map((one) => exportMeant(file, one)));
    const whole = exports.find((one) => one.name === wholeModule)?.value;
    if (whole !== undefined) return name === defaultExport ? meaning(whole) : member(meaning(whole), name);
    const stars = exports.flatMap(({ name: all, from }) =>
      all === undefined && from !== undefined ? [from.module] : [],
    );
    const through = stars.flatMap((module): (Origin | undefined)[] => {
      const files = filesOf(file, module);
      if (files.length === 0) return [originOf("ecmaScript", module, name)];
      return files.map((one) => exportOf(one, name));
    });
    const some = through.filter((one) => one !== undefined);
    return some.length === 0 ? undefined : either(some);
  }

  function exportMeant(file: SourceFile, { value, local, from }: Export): Origin {
    if (value !== undefined) return meaning(value);
    if (from !== undefined) return imported(file, from);
    return local === undefined ? nothing : (named(local, file.root) ?? unknown);
  }

  function member(of: Origin, name: string): Origin | undefined {
    if (depth > deepest) return unknown; // such as an object that is spread into itself
    depth++;
    const found = memberNow(of, name);
    depth--;
    return found;
  }

  function memberNow(of: Origin, name: string): Origin | undefined {
    const { services, isSdk, elsewhere } = of;
    const found = [...of.own].map((one) => memberOfOwn(one, name) ?? missing(one, name));
    const rest: Origin = { ...of, own: nothing.own };
    const submodule = [...of.own].find(({ parent, file }) => parent === undefined && file.language === "python");
    const files =
      submodule === undefined
        ? []
        : filesOf(submodule.file, name).filter(({ path }) =>
            path.startsWith(submodule.file.path.replace(/__init__\.py$/, "")),
          );
    if (files.length > 0) found.push({ ...nothing, own: new Set(files.map(({ root }) => root)) });
    const isOther = services.size > 0 || isSdk || elsewhere.size > 0 || of.isUnknown;
    if (!isOther && found.every((one) => one === undefined)) return undefined;
    return either([
      ...found.map((one) => one ?? { ...unknown, names: new Set([name]) }),
      ...(isOther ? [originOfMember(rest, name)] : []),
    ]);
  }

  /** What a file that was read does not declare comes from it all the same. */
  function missing({ parent, file }: Node, name: string): Origin | undefined {
    return parent === undefined ? { ...nothing, elsewhere: new Set([file.path]), names: new Set([name]) } : undefined;
  }

  function memberOfOwn(of: Node, name: string): Origin | undefined {
    if (of.parent === undefined) return exportOf(of.file, name);
    const shape = shapeOf(of);
    if (shape?.is === "function") return member(resultOf(of), name);
    if (shape?.is === "class") return memberOfClass(of, name);
    const here = scopes(of.file).names.get(of)?.get(name) ?? [];
    const members = of.children.filter(
      (child) =>
        textOf(nameIn(part(child, shapeOf(child)?.name) ?? child) ?? child) === name ||
        stringIn(part(child, shapeOf(child)?.name)) === name,
    );
    if (members.length + here.length > 0) return either([...members.map((child) => meaning(child)), declared(here)]);
    const spreads = of.children.filter(({ type }) => /spread|splat/.test(type));
    const found = spreads.map((child) => member(meaning(child), name));
    return found.some((one) => one !== undefined) ? either(found.map((one) => one ?? nothing)) : undefined;
  }

  function memberOfClass(of: Node, name: string, seen: ReadonlySet<Node> = new Set()): Origin | undefined {
    if (seen.has(of)) return undefined;
    const className = textOf(nameIn(part(of, shapeOf(of)?.name)) ?? of);
    const parts_ = of.file.language === "swift" ? classesNamed(of, className) : [of];
    const bodies = parts_.flatMap((one) => [one, ...one.children.filter((child) => shapeOf(child)?.is === "class")]);
    const bindings = bodies.flatMap((one) => scopes(one.file).names.get(one)?.get(name) ?? []);
    const ofGo =
      of.file.language === "go" ? files.flatMap((file) => scopes(file).methods.get(className)?.get(name) ?? []) : [];
    if (bindings.length + ofGo.length > 0) return declared([...bindings, ...ofGo]);
    const bases = either(parts_.map(basesOf));
    const inherited = [...bases.own]
      .filter((one) => shapeOf(one)?.is === "class")
      .map((one) => memberOfClass(one, name, new Set([...seen, of])));
    const isOther = bases.services.size + bases.elsewhere.size > 0 || bases.isUnknown;
    const some = [...inherited, ...(isOther ? [originOfMember({ ...bases, own: nothing.own }, name)] : [])].filter(
      (one) => one !== undefined,
    );
    if (some.length > 0) return either(some);
    const anywhere = scopes(of.file).members.get(name);
    return anywhere === undefined ? undefined : either([declared(anywhere), unknown]);
  }

  /** The parts of a class that its extensions are. */
  function classesNamed(of: Node, name: string): readonly Node[] {
    const found = shared(of.file, name).flatMap((binding) => ("definition" in binding ? [binding.definition] : []));
    return [of, ...found.filter((one) => one !== of && shapeOf(one)?.is === "class")];
  }

  function basesOf(of: Node): Origin {
    const bases = parts(of, shapeOf(of)?.bases);
    const embedded = of.file.language === "go" ? embeddedTypes(of) : [];
    const name = of.file.language === "swift" ? nameIn(part(of, shapeOf(of)?.name)) : undefined; // an extension
    const extended = name === undefined ? undefined : originOfGlobal("swift", textOf(name));
    return either([...[...bases, ...embedded].map(meaning), extended ?? nothing]);
  }

  function memberMeant(object: Node | undefined, name: Node | undefined): Origin {
    if (object === undefined || name === undefined) return nothing;
    const text = textOf(name);
    const of = meaning(object);
    if (binding.has(text)) return of;
    if (of.isUnknown) {
      if (shapeOf(object)?.is === "name" && holdsGlobals.has(textOf(object))) return unnamed(text, name);
      const anywhere = scopes(object.file).members.get(text);
      if (anywhere !== undefined) return either([declared(anywhere), unknown]);
      const isPath = hasImplicitThis(object) && object.end - object.start < 100; // com.amazonaws.services.chime.model.X
      const byPath = isPath ? originOf(object.file.language, textOf(object), text) : nothing;
      if (byPath.services.size > 0) return byPath;
    }
    const submodules = [...of.elsewhere].flatMap((module) =>
      object.file.language === "python" ? filesOf(object.file, `${module}.${text}`) : [],
    );
    if (submodules.length > 0) return { ...nothing, own: new Set(submodules.map(({ root }) => root)) };
    return member(of, text) ?? { ...unknown, names: new Set([text]) };
  }

  function calleeOf(node: Node): Origin | undefined {
    const shape = shapeOf(node);
    const callee = part(node, shape?.callee);
    if (callee !== undefined) return meaning(callee);
    const [object, name] = [part(node, shape?.object), nameIn(part(node, shape?.name))];
    if (object !== undefined) return memberMeant(object, name);
    return name === undefined ? undefined : named(textOf(name), node);
  }

  function called(node: Node): Origin {
    const shape = shapeOf(node);
    const callee = part(node, shape?.callee) ?? part(node, shape?.name);
    const [nameNode, object] = [calleeName(node), part(node, shape?.object) ?? objectIn(callee)];
    const name = nameNode === undefined ? "" : textOf(nameNode);
    const args = argumentNodes(node);
    const { language } = node.file;
    if (language === "ecmaScript" && (name === "require" || name === "import") && object === undefined) {
      const module = stringIn(args[0]);
      return module === undefined ? unknown : imported(node.file, { module, local: undefined, original: "*" });
    }
    const callable = calleeOf(node) ?? unknown;
    if (language === "python") {
      const made = madeClient(name, callable, args);
      if (made !== undefined) return made;
    }
    const of = object === undefined ? undefined : meaning(object);
    if (of !== undefined && of.services.size > 0 && answering.test(name)) return answer;
    const found: Origin[] = [];
    for (const one of callable.own) {
      const kind = shapeOf(one)?.is;
      if (kind === "function") found.push(resultOf(one));
      else if (kind === "class" || kind === "object") found.push({ ...nothing, own: new Set([one]) });
    }
    const { clients: _clients, ...rest } = callable; // of a module, and no client
    found.push({ ...(shape?.is === "new" ? rest : callable), own: nothing.own });
    const isPassing = passing.has(name) && of !== undefined;
    if (isPassing)
      found.push(
        of,
        ...args.map((arg) =>
          either([...meaning(arg).own].filter((one) => shapeOf(one)?.is === "function").map(resultOf)),
        ),
      );
    const isOpaque = callable.own.size === 0 && callable.services.size === 0;
    const isGlobal = language === "ecmaScript" && callable.elsewhere.size === 0; // new Map([["chat", chat]])
    const isMaker =
      (shape?.is !== "new" || isGlobal) && [...callable.elsewhere].every((module) => !module.startsWith("."));
    // A function that nobody read, such as a wrapper for tracing, may give back what it takes.
    if (isOpaque && isMaker)
      found.push(
        ...args.map((arg) => given(meaning(arg))),
        ...(callable.elsewhere.size > 0 || name === "" ? [] : [unknown]),
      );
    return either(found);
  }

  /** What a function may give back of what it takes: a client, or what a function that it takes makes. */
  function given(origin: Origin): Origin {
    const own = [...origin.own];
    const results = own.filter((one) => shapeOf(one)?.is === "function").map(resultOf);
    return either([
      { ...origin, names: nothing.names, own: new Set(own.filter((one) => shapeOf(one)?.is === "class")) },
      ...results,
    ]);
  }

  /** The client that boto3 makes: `boto3.client("chime-sdk-messaging")`. */
  function madeClient(name: string, callable: Origin, args: readonly Node[]): Origin | undefined {
    const isMaker = makers.has(name) || [...callable.names].some((one) => makers.has(one));
    const asked = args.find(
      (arg) => shapeOf(arg)?.is === "argument" && textOf(part(arg, "name") ?? arg) === "service_name",
    );
    const arg = asked === undefined ? args.find((one) => shapeOf(one)?.is !== "argument") : part(asked, "value");
    const service = arg === undefined ? undefined : constant(arg);
    if (!isMaker)
      return service !== undefined && clientName.test(service)
        ? { ...nothing, services: new Set([serviceNamed(service)]) }
        : undefined;
    if (service !== undefined) return { ...nothing, services: new Set([serviceNamed(service)]) };
    return arg !== undefined && /chime/i.test(textOf(arg))
      ? { ...nothing, services: new Set([serviceNamed("chime")]) }
      : unknown;
  }

  /** The text that an expression is, where it is always the same. */
  function constant(node: Node): string | undefined {
    const text = stringIn(node);
    if (text !== undefined || shapeOf(node)?.is !== "name") return text;
    const bindings = scopes(node.file).names.get(node.file.root)?.get(textOf(node)) ?? [];
    const values = bindings.map((binding) => ("value" in binding ? stringIn(binding.value) : undefined));
    return values.length === 1 ? values[0] : undefined;
  }

  function objectIn(callee: Node | undefined): Node | undefined {
    const shape = callee === undefined ? undefined : shapeOf(callee);
    return callee !== undefined && shape?.is === "member" ? part(callee, shape.object) : undefined;
  }

  function resultOf(node: Node): Origin {
    const found = results.get(node);
    if (found !== undefined) return found;
    results.set(node, nothing);
    const types = parts(node, shapeOf(node)?.type)
      .filter(({ start }) => start > (part(node, shapeOf(node)?.name)?.start ?? -1) || node.file.language === "java")
      .map(meaning);
    const origin = typed(either([...types, ...resultsOf(node).map(meaning)]), types);
    results.set(node, origin);
    return origin;
  }

  /** What fills a parameter: the arguments of the calls that were read, or what is passed to a function in place. */
  function argumentsOf({ of, at, name, isTyped }: Parameter): Origin {
    const called = callOf(of);
    const given = called === undefined ? undefined : argumentNodes(called)[at];
    if (given !== undefined) return meaning(given); // a function that is called where it is written
    if (callAround(of) !== undefined) return passedTo(of, at);
    const shape = shapeOf(of);
    const own = nameIn(part(of, shape?.name));
    const holder = above(of, "class");
    const isConstructor =
      holder !== undefined &&
      (own === undefined || /^(?:constructor|__init__)$/.test(textOf(own)) || of.type === "constructor_declaration");
    const target = isConstructor ? holder : of;
    const known = nameIn(part(target, shapeOf(target)?.name)) ?? assignedName(target);
    const found: Origin[] = isTyped ? [] : [unknown];
    const names = new Set([...(known === undefined ? [] : [textOf(known)]), ...(importedAs().get(of.file) ?? [])]);
    const calls = [...names].flatMap((one) => (callsNamed().get(one) ?? []).slice(0, most));
    for (const call of calls) {
      if (calleeOf(call)?.own.has(target) !== true) continue;
      const args = argumentNodes(call);
      const label = (arg: Node) => nameIn(part(arg, shapeOf(arg)?.name));
      const byName = args.find(
        (arg) => shapeOf(arg)?.is === "argument" && label(arg) !== undefined && textOf(label(arg) ?? arg) === name,
      );
      const arg = byName ?? args[at];
      if (arg !== undefined) found.push(meaning(arg));
    }
    return either(found);
  }

  function passedTo(node: Node, at: number): Origin {
    const call = callAround(node);
    const callee =
      call === undefined ? undefined : (part(call, shapeOf(call)?.callee) ?? part(call, shapeOf(call)?.name));
    if (call === undefined || callee === undefined) return unknown;
    const object = part(call, shapeOf(call)?.object) ?? objectIn(callee);
    const name = calleeName(call);
    if (at > 0 || object === undefined || name === undefined) return unknown;
    return passing.has(textOf(name)) ? meaning(object) : either([meaning(object), unknown]);
  }

  function implicit(at: Node): Origin {
    const found: Origin[] = [];
    for (let node: Node | undefined = above(at, "function"); node !== undefined; node = above(node, "function")) {
      const call = callAround(node);
      const callee = call === undefined ? undefined : part(call, shapeOf(call)?.callee);
      const name = call === undefined ? undefined : calleeName(call);
      if (call !== undefined && callee !== undefined && name !== undefined && blocks.has(textOf(name))) {
        const inner = shapeOf(callee)?.is === "call" ? argumentNodes(callee)[0] : objectIn(callee);
        if (inner !== undefined) found.push(meaning(inner));
      }
      const named = part(node, shapeOf(node)?.name);
      const receivers = parts(node, shapeOf(node)?.type).filter(
        ({ start }) => named !== undefined && node?.file.language === "kotlin" && start < named.start,
      );
      found.push(...receivers.map(meaning));
    }
    const holder = above(at, "class");
    if (holder !== undefined) found.push(basesOf(holder));
    return either(found);
  }

  function bounded(origin: Origin): Origin {
    return origin.own.size > most
      ? { ...origin, own: new Set([...origin.own].slice(0, most)), isUnknown: true }
      : origin;
  }

  return { scopes, imports, within, meaning, member, named, implicit };
}

/** The service that a class may be the client of, by its name: `MediaLiveClient`. */
function serviceOfClass(word: string): string | undefined {
  const name = /^(?:AWS|Amazon)?([A-Z]\w*?)(?:Async)?(?:Client)?(?:Builder)?$/.exec(word)?.[1];
  return name && serviceNamed(name);
}

/** The names by which the other files import something of a file, where they are not its own. */
function namesOfFiles(files: readonly SourceFile[], scopes: Program["scopes"], filesOf: FilesOfModule) {
  const names = new Map<SourceFile, Set<string>>();
  for (const file of files) {
    const { imports, required } = scopes(file);
    for (const { module, local, original } of [...imports, ...required]) {
      if (local === undefined || local === original) continue;
      for (const one of filesOf(file, module)) names.set(one, (names.get(one) ?? new Set()).add(local));
    }
  }
  return names;
}

/** The names at the top of the other files that a file sees without an import. */
function sharedNames(files: readonly SourceFile[], scopes: Program["scopes"]) {
  const names = new Map<string, Binding[]>();
  const place = (file: SourceFile): string | undefined => {
    const { shares }: Language = languages[file.language];
    if (shares === undefined) return undefined;
    return shares === "folder" ? dirname(file.path) : "";
  };
  const family = (file: SourceFile) => (file.language === "kotlin" ? "java" : file.language);
  const key = (file: SourceFile, name: string) => `${family(file)} ${place(file)} ${name}`;
  for (const file of files) {
    if (place(file) === undefined) continue;
    for (const [name, bindings] of scopes(file).names.get(file.root) ?? []) {
      const some = bindings.filter((binding) => !("from" in binding));
      if (some.length > 0) names.set(key(file, name), [...(names.get(key(file, name)) ?? []), ...some]);
    }
  }
  return (file: SourceFile, name: string): readonly Binding[] => names.get(key(file, name)) ?? [];
}

function callsByName(files: readonly SourceFile[], scopes: Program["scopes"]): ReadonlyMap<string, readonly Node[]> {
  const calls = new Map<string, Node[]>();
  for (const call of files.flatMap((file) => scopes(file).calls)) {
    const name = calleeName(call);
    if (name === undefined) continue;
    const known = calls.get(textOf(name));
    if (known === undefined) calls.set(textOf(name), [call]);
    else known.push(call);
  }
  return calls;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

// How a file shows a client of Chime SDK messaging, and those of other AWS services.
import type { LanguageName } from "./languages";
import type { Node } from "./syntax";

/** A client of Chime SDK messaging or identity whose methods are calls. */
export const chime = "chime";
/** What a file has of these SDKs without such a client: commands, requests, types. */
export const chimeModel = "chime model";

/** The names of the services in the SDKs. `chime` is their former common client, which also had meetings and phones. */
const chimeServices = new Set(["chimesdkmessaging", "chimesdkidentity", "chime"]);

/** A service by the name that an SDK gives it: ours, or the letters and digits of the name. */
export function serviceNamed(name: string): string {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return chimeServices.has(letters) ? chime : letters;
}

interface ServiceModule {
  /** A module of an AWS SDK. Its group is the service; without a group, an imported name is. */
  readonly module: RegExp;
  /** The names in them that are clients with methods; `*` is the module itself. */
  readonly clients: RegExp;
}

const noName = /(?!)/;
const anything = /(?:)/;

interface Sdk {
  readonly services: readonly ServiceModule[];
  /** Its other modules: they say nothing of where a client is made. */
  readonly others: RegExp;
}

const ecmaScript: Sdk = {
  services: [
    // The client of version 3 whose name ends in Client has no methods for calls: it sends commands.
    { module: /(?:^|[/:])@aws-sdk\/client-([a-z0-9-]+)/, clients: /^Chime(?:SDKMessaging|SDKIdentity)?$/ },
    { module: /(?:^|[/:])aws-sdk\/clients\/([a-z0-9]+)/, clients: /^\*$/ },
    { module: /(?:^|[/:])aws-sdk(?:\/global|\/index)?$/, clients: anything },
  ],
  others: /(?:^|[/:])(?:aws-sdk|@aws-sdk\/.*|@smithy\/.*|aws-xray-sdk.*)(?:$|[/@])/,
};

const jvmServices = "^(?:software\\.amazon\\.awssdk|com\\.amazonaws|aws\\.sdk\\.kotlin)\\.services\\.(\\w+)";
const jvm: Sdk = {
  services: [
    { module: RegExp(`${jvmServices}$`), clients: /Client(?:Builder)?$|^AmazonChime|^\*$/ },
    { module: RegExp(`${jvmServices}\\.(?:model|paginators)(?:\\.|$)`), clients: noName },
  ],
  others: /^(?:software\.amazon\.awssdk|com\.amazonaws|aws\.sdk\.kotlin)\.(?!services\.)/,
};

const sdks: Readonly<Record<LanguageName, Sdk>> = {
  ecmaScript,
  python: {
    services: [{ module: /^(?:mypy_boto3|types_boto3|types_aiobotocore)_(\w+)/, clients: /Client$/ }],
    others: /^(?:aio)?boto(?:core|3)\b|^aiobotocore\b/,
  },
  java: jvm,
  kotlin: jvm,
  go: {
    services: [
      {
        module: /^github\.com\/aws\/aws-sdk-go(?:-v2)?\/service\/([a-z0-9]+)(?:\/|$)/,
        clients: /^(?:Client|New|NewFromConfig|Chime\w*)$/,
      },
    ],
    others: /^github\.com\/aws\/aws-sdk-go/,
  },
  swift: { services: [{ module: /^AWS(\w+)$/, clients: noName }], others: noName },
};

/** What a name or an expression means. */
export interface Origin {
  /** The AWS services that it may be of; ours is `chime` or `chimeModel`. */
  readonly services: ReadonlySet<string>;
  /** Of a module: which of its members are clients with methods. */
  readonly clients?: RegExp;
  /** Whether it is version 2 of the SDK for JavaScript, whose members are the clients of every service. */
  readonly isSdk?: true;
  /** The modules that it comes from that were not read, and are none of an AWS SDK. */
  readonly elsewhere: ReadonlySet<string>;
  /** What it is called in the module that it comes from, or where it is an operation of a client. */
  readonly names: ReadonlySet<string>;
  /** Classes, functions, objects and files that were read and may be what it is. */
  readonly own: ReadonlySet<Node>;
  /** Whether it may be something else, too. */
  readonly isUnknown?: true;
}

const none: ReadonlySet<never> = new Set<never>();
export const nothing: Origin = { services: none, elsewhere: none, names: none, own: none };
export const unknown: Origin = { ...nothing, isUnknown: true };
/** What a service answers: no client, and nothing that is called. */
export const answer: Origin = { ...nothing, services: new Set(["an answer"]) };
const wholeSdk: Origin = { ...nothing, isSdk: true };

/** What may be any of some. */
export function either(origins: readonly Origin[]): Origin {
  const some = origins.length < 2 ? origins : [...new Set(origins)].filter((origin) => origin !== nothing);
  if (some.length < 2) return some[0] ?? nothing;
  const clients = some.find((one) => one.clients !== undefined)?.clients;
  const union = <T>(of: (one: Origin) => ReadonlySet<T>): ReadonlySet<T> => {
    const sets = [...new Set(some.map(of))].filter(({ size }) => size > 0);
    return sets.length < 2 ? (sets[0] ?? (none as ReadonlySet<never>)) : new Set(sets.flatMap((set) => [...set]));
  };
  return {
    services: union(({ services }) => services),
    elsewhere: union(({ elsewhere }) => elsewhere),
    names: union(({ names }) => names),
    own: union(({ own }) => own),
    ...(clients === undefined ? {} : { clients }),
    ...(some.some(({ isSdk }) => isSdk) ? { isSdk: true } : {}),
    ...(some.some(({ isUnknown }) => isUnknown) ? { isUnknown: true } : {}),
  };
}

/** What a name of a module means; `*` is the module itself. */
export function originOf(language: LanguageName, module: string, name: string): Origin {
  const { services, others } = sdks[language];
  const names: ReadonlySet<string> = name === "*" ? none : new Set([name]);
  for (const { module: pattern, clients } of services) {
    const found = pattern.exec(module);
    if (found === null) continue;
    if (found[1] === undefined && name === "*") return wholeSdk;
    const service = serviceNamed(found[1] ?? name);
    const isModel = service === chime && !clients.test(name);
    return {
      ...nothing,
      services: new Set([isModel ? chimeModel : service]),
      names,
      ...(name === "*" ? { clients } : {}),
    };
  }
  return others.test(module) ? { ...nothing, names } : { ...nothing, names, elsewhere: new Set([module]) };
}

/** What a member of something of an SDK means. */
export function originOfMember(of: Origin, member: string): Origin {
  const names = new Set([member]);
  if (of.isSdk && /^[A-Z]/.test(member)) return { ...nothing, services: new Set([serviceNamed(member)]), names };
  const { clients, ...rest } = of;
  const { services } = of;
  if (clients === undefined) return { ...rest, names }; // a client, too
  if (!services.has(chime) && !services.has(chimeModel)) return { ...rest, names };
  return { ...rest, names, services: new Set([clients.test(member) ? chime : chimeModel]) };
}

/** What a name means that nothing in the file explains: version 2 of the SDK for JavaScript is known as AWS. */
export function originOfGlobal(language: LanguageName, word: string): Origin | undefined {
  if (sdks[language] === ecmaScript && word === "AWS") return wholeSdk;
  if (!clientClass.test(word)) return undefined;
  const isModel = sdks[language] === ecmaScript && word.endsWith("Client");
  return { ...nothing, services: new Set([isModel ? chimeModel : chime]), names: new Set([word]) };
}

/** The names of classes that are our clients in any language. */
const clientClass =
  /^(?:AWS|Amazon)?ChimeS(?:DK|dk)(?:Messaging|Identity)(?:Async)?(?:Client)?(?:API|Builder)?$|^AmazonChime(?:Async)?(?:Client)?(?:Builder)?$/;

/** The names by which programs ask for our clients in a string: `boto3.client("chime-sdk-messaging")`. */
export const clientName = /^chime-?sdk-?(?:messaging|identity)$/i;

/** Code within text, such as a template of CloudFormation or a string, that gets a client of ours. */
export const codeWithClient = (text: string) =>
  anyClient.test(text) && /\brequire\s*\(|\bfrom\s*["']|\bimport\s+\w|\bclient\s*\(/.test(text);

/** Text that names a client of ours in any language, such as a file that is not read has it. */
export const anyClient = /chime[-_]?sdk[-_]?(?:messaging|identity)|\bAWS(?:\.|::)Chime\b/i;

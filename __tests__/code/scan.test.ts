// The calls that are found in source files. The files are small programs in fixtures/calls/, what is found in them is in fixtures/calls.json.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Call, callNames } from "../../lib/grants/calls";
import { loadAllGrammars, scanTexts } from "../support/code";
import { fixturePath, readFixture } from "../support/files";

interface Case {
  readonly file: string;
  readonly showsClient: boolean;
  /** The lines of each call. */
  readonly calls: Readonly<Record<string, readonly number[]>>;
  /** Line, call and reason of what may be one. */
  readonly doubts: readonly string[];
}

const fixtures = fixturePath("calls");
const cases = readFixture<Case[]>("calls.json");

beforeAll(loadAllGrammars);

/** What is found in a file by itself. */
function scan(path: string, text: string) {
  const { filesWithClient, ...found } = scanTexts({ [path]: text });
  return { ...found, showsClient: filesWithClient > 0 };
}

function scanned(file: string, text: string): Case {
  const { showsClient, finds, doubts } = scan(file, text);
  const calls: Record<string, number[]> = {};
  for (const { call, line } of finds) calls[call] = [...new Set([...(calls[call] ?? []), line])];
  return {
    file,
    showsClient,
    calls,
    doubts: doubts.map(({ line, call, reason }) => `${line} ${call ?? "any"}: ${reason}`),
  };
}

describe.each(cases)("$file", ({ file, ...expected }) => {
  const text = readFileSync(join(fixtures, file), "utf8");

  test("its calls, and what may be one", () => {
    expect(scanned(file, text)).toEqual({ file, ...expected });
  });

  test("the same with a byte order mark and the line ends of Windows", () => {
    expect(scanned(file, `\uFEFF${text.replaceAll("\n", "\r\n")}`)).toEqual({ file, ...expected });
  });
});

test("every fixture has a case", () => {
  const files = readdirSync(fixtures).flatMap((folder) =>
    readdirSync(join(fixtures, folder)).map((file) => `${folder}/${file}`),
  );
  expect(cases.map(({ file }) => file).sort()).toEqual(files.sort());
});

const operations = callNames.filter((call) => call !== "Connect");
const camel = (call: Call) => call.charAt(0).toLowerCase() + call.slice(1);
const snake = (call: Call) => camel(call).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The languages as they are written, each with the path of a file. */
const paths = {
  typescript: "a.ts",
  javascript: "a.jsx",
  python: "a.py",
  java: "A.java",
  kotlin: "A.kt",
  go: "a.go",
  swift: "A.swift",
} as const;
type Written = keyof typeof paths;

/** For each language, a program with a client, and the statement that makes a call. */
const programs: Readonly<Record<Written, readonly [client: string, statement: (call: Call) => string][]>> = {
  typescript: [
    [
      `import * as sdk from "@aws-sdk/client-chime-sdk-messaging";`,
      (call) => `client.send(new sdk.${call}Command({}));`,
    ],
  ],
  javascript: [[`const chime = new (require("aws-sdk")).ChimeSDKMessaging();`, (call) => `chime.${camel(call)}({});`]],
  python: [[`chime = boto3.client("chime-sdk-messaging")`, (call) => `chime.${snake(call)}()`]],
  java: [
    [
      "import software.amazon.awssdk.services.chimesdkmessaging.ChimeSdkMessagingClient;\nChimeSdkMessagingClient chime;",
      (call) => `chime.${camel(call)}(request);`,
    ],
    [
      "import com.amazonaws.services.chimesdkidentity.model.*;",
      (call) => `Object request = new ${call}Request().withName("a");`,
    ],
  ],
  kotlin: [
    [
      "import aws.sdk.kotlin.services.chimesdkmessaging.ChimeSdkMessagingClient\nval chime = ChimeSdkMessagingClient { }",
      (call) => `chime.${camel(call)} { }`,
    ],
  ],
  go: [
    [
      `import "github.com/aws/aws-sdk-go-v2/service/chimesdkmessaging"\nvar chime *chimesdkmessaging.Client`,
      (call) => `chime.${call}(ctx, nil)`,
    ],
  ],
  swift: [
    [
      "import AWSChimeSDKMessaging\nlet chime = try ChimeSDKMessagingClient()",
      (call) => `chime.${camel(call)}(input: a)`,
    ],
  ],
};

describe.each(Object.keys(paths) as Written[])("%s", (language) => {
  test.each(programs[language])("every operation is found after %j", (client, statement) => {
    for (const call of operations) {
      const { finds } = scan(paths[language], `${client}\n${statement(call)}\n`);
      expect({
        call,
        found: finds.map(({ call: name, line }) => `${name}:${line - client.split("\n").length}`),
      }).toEqual({
        call,
        found: [`${call}:1`],
      });
    }
  });

  test("none is found in a comment or a string, whatever is next to it", () => {
    const [[client, statement] = ["", String]] = programs[language];
    const hidden =
      language === "python"
        ? ["# X", "'X'", '"""\nX\n"""']
        : ["// X", language === "java" ? 'Object a = "X";' : '"X"', ...more[language]];
    for (const form of hidden) {
      const text = `${client}\n${form.replace("X", statement("DeleteChannel").replaceAll('"', ""))}\n${statement("ListChannels")}\n`;
      expect({ form, calls: scan(paths[language], text).finds.map(({ call }) => call) }).toEqual({
        form,
        calls: ["ListChannels"],
      });
    }
  });
});

const more: Readonly<Record<Exclude<Written, "python">, readonly string[]>> = {
  typescript: ["/* \n X */", "`X`", "'X'", "/X/;", "`${`X`} /* ' X`"],
  javascript: [
    "/* \n X */",
    "`X`",
    "'X'",
    "/[/X]X/;",
    "<a b='X'>X <c/> X</a>;",
    "if (a) /X'/.test(b);",
    "if (a) { b } /X'/.test(c);",
  ],
  java: ["/* X */", 'Object a = """\n X " X\n""";', "char a = '\"'; // X"],
  kotlin: ["/* /* X */ X */", '"""\n X " X\n"""', "'\"' // X"],
  go: ["/* X */", "`\n X ' \" X`", "'\"' // X"],
  swift: ["/* /* X */ X */", '"""\n X " X\n"""', '#" X " \\(X) "#', '##" "# X "##'],
};

// Any text is scanned for calls without an error and in time, whatever it is made of.
import * as fc from "fast-check";
import { loadAllGrammars, scanTexts } from "../support/code";

beforeAll(loadAllGrammars);

const paths = ["a.ts", "a.jsx", "a.tsx", "a.py", "A.java", "A.kt", "a.go", "a.swift"] as const;

describe("any text", () => {
  // What programs are made of, none of which shows a client.
  const pieces = [
    ...[
      "`",
      "${",
      "}",
      "{",
      "(",
      ")",
      "[",
      "]",
      '"',
      "'",
      '"""',
      "'''",
      "/*",
      "*/",
      "//",
      "#",
      "\\",
      "\\(",
      "f'",
      'r"',
    ],
    ...[
      "<a>",
      "</a>",
      "<b c=",
      "/>",
      "<",
      ">",
      "/",
      "=",
      ":",
      ":=",
      ".",
      "?.",
      "=>",
      "::",
      ",",
      ";",
      "\n",
      "\r\n",
      " ",
    ],
    ...["import", "from", "export", "class", "new", "return", "def", "func", "fun", "as", "by", "await", "require("],
    ...["chime", ".createChannel(", ".send_channel_message(", ".ListChannels(", "CreateChannelCommand", "makeRequest("],
    ...["new CreateChannelCommand(", "DefaultMessagingSessions(", "getattr(", "get_paginator(", '"list_channels"'],
  ];
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((found) => found.join("")),
  );

  test("is read without an error, and gives no call without a client", () => {
    let namingOperations = 0;
    fc.assert(
      fc.property(text, fc.constantFrom(...paths), (source, path) => {
        if (/[cC]reateChannel|send_channel|[lL]istChannels/.test(source)) namingOperations++;
        expect(scanTexts({ [path]: source }).finds).toEqual([]);
      }),
      { numRuns: 3000 },
    );
    expect(namingOperations).toBeGreaterThan(300);
  });

  test.each([
    ["`${", "a.ts"],
    ["<a>{", "a.jsx"],
    ["<a", "a.jsx"],
    ["/[", "a.jsx"],
    ["(a = ", "a.jsx"],
    ["a: {", "a.ts"],
    ["f'{", "a.py"],
    ["/* ", "A.kt"],
    ['"\\(', "a.swift"],
    ["chime.createChannel(", "a.ts"],
  ] as const)("twenty thousand characters of %j are read in time", (piece, path) => {
    const before = process.cpuUsage();
    scanTexts({ [path]: `const chime = new AWS.ChimeSDKMessaging();\n${`${piece}\n`.repeat(20_000 / piece.length)}` });
    scanTexts({ [path]: `const chime = new AWS.ChimeSDKMessaging();\n${piece.repeat(20_000 / piece.length)}` });
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000); // milliseconds; of this process, whatever else runs
  });
});

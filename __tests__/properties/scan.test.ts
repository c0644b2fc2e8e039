// Any text is scanned for calls without an error and in time, whatever it is made of.
import * as fc from "fast-check";
import { languageNames } from "../../lib/code/languages";
import { scan } from "../../lib/code/scan";

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
      fc.property(text, fc.constantFrom(...languageNames), (source, language) => {
        if (/[cC]reateChannel|send_channel|[lL]istChannels/.test(source)) namingOperations++;
        expect(scan(source, language).finds).toEqual([]);
      }),
      { numRuns: 3000 },
    );
    expect(namingOperations).toBeGreaterThan(300);
  });

  test.each([
    ["`${", "typescript"],
    ["<a>{", "javascript"],
    ["<a", "javascript"],
    ["/[", "javascript"],
    ["(a = ", "javascript"],
    ["a: {", "typescript"],
    ["f'{", "python"],
    ["/* ", "kotlin"],
    ['"\\(', "swift"],
    ["chime.createChannel(", "typescript"],
  ] as const)("twenty thousand characters of %j are read in time", (piece, language) => {
    const before = process.cpuUsage();
    scan(`const chime = new AWS.ChimeSDKMessaging();\n${`${piece}\n`.repeat(20_000 / piece.length)}`, language);
    scan(`const chime = new AWS.ChimeSDKMessaging();\n${piece.repeat(20_000 / piece.length)}`, language);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000); // milliseconds; of this process, whatever else runs
  });
});

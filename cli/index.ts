#!/usr/bin/env node
// The command line: `cdktf-chime-iam COMMAND`, in this project `npm run COMMAND --`.
import "../lib/environment/compile-cache";
import { UsageError } from "../lib/inputs/usage-error";
import { access } from "./access";
import { adopt } from "./adopt";
import { calls } from "./calls";
import { type Command, exitWith } from "./command";
import { output } from "./output";

const commands: Readonly<Record<string, Command>> = { access, adopt, calls, output };

const help = `Usage: cdktf-chime-iam COMMAND
  access   who may assume the roles of an environment, a plan or an account, which calls they may make, and how that changes
  adopt    what takes roles over that an account has
  calls    the calls of Chime SDK messaging that application code makes
  output   the ARNs of an environment, and the command that assumes each role
cdktf-chime-iam COMMAND --help says what it takes.`;

exitWith(() => {
  const [name = "", ...args] = process.argv.slice(2);
  const isHelp = [name, ...args].some((argument) => argument === "--help" || argument === "-h");
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (isHelp) {
    console.log(command?.usage ?? help);
    return 0;
  }
  if (command === undefined) throw new UsageError(name === "" ? help : `There is no command "${name}".\n${help}`);
  return command.run(args);
});

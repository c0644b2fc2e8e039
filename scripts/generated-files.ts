// The files of the repository that are made from others.
import { moduleFiles } from "../lib/module/files";
import { accessMatrixFile } from "./access-matrix";
import { accessPageFile } from "./access-page";
import { accountFiles } from "./account-files";
import { allowedStackFile } from "./allowed-stack";
import { apiReferenceFile } from "./api-reference";
import { chimeActionsFile } from "./chime-actions";
import { environmentSchemaFile } from "./environment-schema";
import { withTables } from "./readme";

const documentsWithTables = [
  "README.md",
  "docs/access.md",
  "docs/aws-page.md",
  "docs/environment-file.md",
  "module/README.md",
];

/** The text of every generated file, by its path. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const ofModule = Object.entries(moduleFiles()).map(([file, text]) => [`module/${file}`, text]);
  const ofAccount = Object.entries(accountFiles()).map(([file, text]) => [`examples/account/${file}`, text]);
  return {
    "environments/schema.json": environmentSchemaFile(),
    "lib/code/chime-actions.ts": await chimeActionsFile(),
    "scripts/allowed-stack.json": allowedStackFile(),
    "docs/api.md": apiReferenceFile(),
    "docs/access-matrix.md": await accessMatrixFile(),
    "docs/access.html": accessPageFile(),
    ...Object.fromEntries(documentsWithTables.map((path) => [path, withTables(path)])),
    ...Object.fromEntries(ofModule),
    ...Object.fromEntries(ofAccount),
  };
}

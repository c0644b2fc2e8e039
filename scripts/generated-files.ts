// The files of the repository that are made from others.
import { actionsFile } from "./actions";
import { readmeFile } from "./readme";

/** The text of every generated file, by its path. */
export async function generatedFiles(): Promise<Record<string, string>> {
  return {
    "lib/access/actions.generated.ts": await actionsFile(),
    "README.md": readmeFile(),
  };
}

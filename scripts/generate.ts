// Writes every generated file of the repository: `npm run generate`. A unit test fails when one is stale.
import { writeFileSync } from "node:fs";
import { generatedFiles } from "./generated-files";

generatedFiles().then((files) => {
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
});

// A Terraform configuration in a folder of its own, and what Terraform plans there or says of it.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { projectRoot } from "./files";
import { outputOf, run } from "./project-copy";

/** A file: text, or what is written as JSON. */
export type File = string | object;

/** What Terraform says of a configuration. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  /** The lines of the message, without where Terraform found the rule. */
  readonly sentences: readonly string[];
}

/** What Terraform prints of a plan. */
export interface Planned {
  readonly diagnostics: readonly Diagnostic[];
  /** Actions and addresses: `create aws_iam_role.user`. */
  readonly changes: readonly string[];
  readonly output: string;
}

/** What we read of a saved plan. */
export interface Plan {
  readonly planned_values: {
    readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
    readonly root_module: { readonly resources: readonly { readonly address: string; readonly values: Values }[] };
  };
  readonly resource_changes: readonly { readonly address: string; readonly change: { readonly actions: string[] } }[];
}

type Values = Readonly<Record<string, unknown>>;

export class TerraformFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "chime-iam-terraform-")));

  constructor(files: Readonly<Record<string, File>> = {}) {
    this.write(files);
  }

  /** The module as a source: Terraform copies a folder that is named by an absolute path, for each call. */
  get module(): string {
    return relative(this.path, join(projectRoot, "module"));
  }

  write(files: Readonly<Record<string, File>>): void {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(this.path, name), typeof content === "string" ? content : JSON.stringify(content, null, 2));
    }
  }

  /** What a command printed that had to succeed. */
  async terraform(args: string): Promise<string> {
    const command = `terraform ${args} -no-color`;
    return outputOf(command, await run(command, this.path));
  }

  /** Makes a plan, and reads it. */
  async plan(args = ""): Promise<Plan> {
    await this.terraform(`plan -input=false -out=plan ${args}`);
    return JSON.parse(await this.terraform("show -json plan"));
  }

  /** What Terraform says while it plans, what it would change, and all that it printed. */
  async planned(env: Readonly<Record<string, string>> = {}): Promise<Planned> {
    const { output } = await run("terraform plan -input=false -json", this.path, env);
    const events: Event[] = output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
    return {
      diagnostics: events.flatMap(({ diagnostic }) => (diagnostic === undefined ? [] : [diagnosticOf(diagnostic)])),
      changes: events.flatMap(({ type, change }) =>
        type === "planned_change" && change !== undefined ? [`${change.action} ${change.resource.addr}`] : [],
      ),
      output,
    };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A line of what Terraform prints with `-json`. */
interface Event {
  readonly type: string;
  readonly diagnostic?: Omit<Diagnostic, "sentences"> & { readonly detail: string };
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
}

function diagnosticOf({ severity, summary, detail }: NonNullable<Event["diagnostic"]>): Diagnostic {
  const [message = ""] = detail.split("\n\nThis was checked by the validation rule");
  return { severity, summary, sentences: message.split("\n").filter((line) => line !== "") };
}

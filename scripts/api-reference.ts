// docs/api.md: the public symbols of the npm package, from its declarations and their doc comments.
import { resolve } from "node:path";
import ts from "typescript-5"; // TypeScript 7 has no JavaScript API
import { markdownTable } from "../lib/review/markdown-table";

/** A member of a class, an interface or an object, with its documentation. */
export interface ApiMember {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** A symbol that the package exports. */
export interface ApiSymbol {
  readonly name: string;
  readonly kind: "class" | "interface" | "type" | "value";
  /** How it is made or what it is, as TypeScript. */
  readonly signature: string;
  readonly text: string;
  readonly members: readonly ApiMember[];
}

/** The symbols that lib/index.ts exports. */
export function apiSymbols(): ApiSymbol[] {
  const entry = resolve("lib/index.ts");
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: [],
  };
  const program = ts.createProgram([entry], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} cannot be read.`);
  return checker
    .getExportsOfModule(module)
    .map((exported) => symbolOf(exported, checker))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

const format = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

function symbolOf(exported: ts.Symbol, checker: ts.TypeChecker): ApiSymbol {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const declarations = symbol.declarations ?? [];
  const [declaration] = declarations;
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const { name } = exported;
  const of = declarations.find(ts.isClassDeclaration) ?? declarations.find(ts.isInterfaceDeclaration);
  if (of !== undefined && ts.isClassDeclaration(of)) {
    const [parameters = ""] = of.members.filter(ts.isConstructorDeclaration).map((made) => parametersOf(made));
    const isAbstract = of.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;
    const statics = membersOf(checker.getTypeOfSymbol(symbol), checker).filter((one) => one.name !== "prototype");
    const own = membersOf(checker.getDeclaredTypeOfSymbol(symbol), checker);
    return {
      name,
      kind: "class",
      signature: isAbstract ? `abstract class ${name}` : `new ${name}(${parameters})`,
      text,
      members: [...statics.map((one) => ({ ...one, name: `${name}.${one.name}` })), ...own],
    };
  }
  if (of !== undefined) {
    const members = membersOf(checker.getDeclaredTypeOfSymbol(symbol), checker);
    return { name, kind: "interface", signature: `interface ${name}`, text, members };
  }
  if (declaration !== undefined && ts.isVariableDeclaration(declaration)) {
    const type = checker.getTypeOfSymbol(symbol);
    const isFactory = type
      .getProperties()
      .some((one) => (checker.getTypeOfSymbol(one).getCallSignatures().length ?? 0) > 0);
    return {
      name,
      kind: "value",
      signature: `const ${name}`,
      text,
      members: isFactory ? membersOf(type, checker) : [],
    };
  }
  const members = membersOf(checker.getDeclaredTypeOfSymbol(symbol), checker);
  const isMapped =
    declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && ts.isMappedTypeNode(declaration.type);
  return {
    name,
    kind: "type",
    signature:
      declaration
        ?.getText()
        .replace(/^export /, "")
        .replace(/\s+/g, " ") ?? name,
    text,
    members: isMapped ? members : [],
  };
}

function parametersOf(made: ts.ConstructorDeclaration): string {
  return made.parameters.map((parameter) => parameter.getText().replace(/\s+/g, " ")).join(", ");
}

/** The public members that this project declares. */
function membersOf(type: ts.Type, checker: ts.TypeChecker): ApiMember[] {
  return type.getProperties().flatMap((member): ApiMember[] => {
    const [declaration] = member.declarations ?? [];
    const isOwn = declaration?.getSourceFile().fileName.startsWith(resolve("lib")) ?? false;
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    if (declaration === undefined || !isOwn || ts.getCombinedModifierFlags(declaration) & hidden) return [];
    const tags = member.getJsDocTags(checker);
    const unset = tags.find(({ name }) => name === "default");
    const summary = ts.displayPartsToString(member.getDocumentationComment(checker)).replace(/\s+/g, " ");
    const byDefault = unset === undefined ? "" : ` Default: ${ts.displayPartsToString(unset.text).trim()}.`;
    return [
      {
        name: member.name + (member.flags & ts.SymbolFlags.Optional ? "?" : ""),
        type: checker.typeToString(checker.getTypeOfSymbolAtLocation(member, declaration), undefined, format),
        text: `${summary}${byDefault}`,
      },
    ];
  });
}

/** The text of docs/api.md. */
export function apiReferenceFile(): string {
  const sections = apiSymbols().map(({ name, signature, text, members }) => {
    const rows = members.map((one) => [`\`${one.name}\``, `\`${one.type}\``, one.text]);
    const table = rows.length === 0 ? "" : `\n${markdownTable(["member", "type", "meaning"], rows)}`;
    return `## ${name}\n\n\`\`\`ts\n${signature}\n\`\`\`\n\n${text}\n${table}`;
  });
  return `# The public API

Generated by \`npm run generate\`. The same symbols are exported by \`cdktf-chime-iam\` and \`cdktf-chime-iam/cdktn\`.

${sections.join("\n")}`;
}

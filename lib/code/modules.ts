// Which of the files that were read a module is.
import { basename, dirname, join } from "node:path";
import type { SourceFile } from "./syntax";

/** Finds the files of a module: one, or in Go those of a folder. */
export type FilesOfModule = (from: SourceFile, module: string) => readonly SourceFile[];

/** The path of a file without its ending, and without the name that stands for its folder. */
const stem = (path: string) => {
  const whole = path.replace(/\.\w+$/, "");
  return /^(?:index|__init__)$/.test(basename(whole)) ? dirname(whole) : whole;
};

export function filesOfModules(files: readonly SourceFile[]): FilesOfModule {
  const byPath = new Map<string, SourceFile[]>();
  /** By the last name of the path. */
  const byName = new Map<string, SourceFile[]>();
  const add = (to: Map<string, SourceFile[]>, key: string, file: SourceFile) =>
    to.set(key, [...(to.get(key) ?? []), file]);
  for (const file of files) {
    const path = file.language === "go" ? dirname(file.path) : stem(file.path);
    add(byPath, path, file);
    add(byName, path.replace(/.*\//, ""), file);
  }
  /** The files whose path ends with some names: an alias, a package's name, a layer's folder. */
  const endingIn = (path: string) => {
    const found = byName.get(path.replace(/.*\//, "")) ?? [];
    return found.filter((file) =>
      `/${file.language === "go" ? dirname(file.path) : stem(file.path)}`.endsWith(`/${path}`),
    );
  };
  const byLanguage: Partial<Record<SourceFile["language"], FilesOfModule>> = {
    ecmaScript: (from, module) => {
      if (/^\.\.?(?:\/|$)/.test(module)) {
        const path = join(dirname(from.path), module).replace(/\/$/, "");
        return byPath.get(path) ?? byPath.get(stem(path)) ?? [];
      }
      const path = stem(module.replace(/^(?:[@~#]\/|\/opt\/|\/)/, ""));
      const inFolder = endingIn(path);
      return inFolder.length > 0 || !module.includes("/")
        ? inFolder.filter(() => module.includes("/"))
        : endingIn(path.replace(/^[^/]*\//, ""));
    },
    python: (from, module) => {
      const dots = /^\.*/.exec(module)?.[0].length ?? 0;
      const path = module.slice(dots).replaceAll(".", "/");
      if (dots === 0) return endingIn(path);
      const folder = /__init__\.py$/.test(from.path) ? stem(from.path) : dirname(from.path);
      const base = join(folder, ...Array.from({ length: dots - 1 }, () => ".."));
      return byPath.get(path === "" ? base : join(base, path)) ?? [];
    },
    go: (_from, module) => {
      const names = module.replace(/\/v\d+$/, "").split("/");
      for (let i = Math.max(0, names.length - 3); i < names.length; i++) {
        const found = endingIn(names.slice(i).join("/"));
        if (found.length > 0) return found;
      }
      return [];
    },
  };
  return (from, module) => {
    const found = byLanguage[from.language]?.(from, module) ?? [];
    return found.filter(({ language }) => language === from.language);
  };
}

// Has Node keep what it compiles, so that the next start is faster: imported before what is to be kept.
import module from "node:module";

const { enableCompileCache }: { readonly enableCompileCache?: () => unknown } = module as object;
enableCompileCache?.(); // Node 22.8 and later

// node bench/compile-case.mjs NAME: compiles a case as the program itself is compiled and prints the path of the result.
import { join } from "node:path";
import { compile } from "../bin/compile.mjs";

const [name] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");
const outdir = join(root, "node_modules/.cache/workflow-orchestrator-bench", name);
await compile({ root, folder: join(root, "bench/cases"), entries: [`${name}.ts`], outdir });
console.log(join(outdir, `${name}.js`));

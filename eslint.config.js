import js from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * The import direction: domain ← extract, decide, scrape, review, report ← workflow ← stages ← runtimes ← shells.
 * Each rule names the folders a folder may not reach, and says where the import belongs instead.
 */
const stages = ["extract", "decide", "scrape", "review", "report"];
const outer = ["workflow", "stages", "local", "remote", "trigger", "cli", "sandbox"];

function forbid(files, folders, message) {
  return {
    files,
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: folders.flatMap((folder) => [`**/${folder}`, `**/${folder}/**`]), message },
            {
              group: ["@trigger.dev/*"],
              message: "Only src/trigger and src/remote import the Trigger.dev SDK; stages stay free of it.",
            },
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ["node_modules/", ".workflow/", "coverage/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      // Numbers and booleans read well in messages.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // A default branch beside exhaustive unions would hide a missing case.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "max-lines": ["error", { max: 200 }],
      "max-lines-per-function": ["error", { max: 50, skipComments: true }],
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Only src/config reads the environment." },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
          message: 'Write import * as z from "zod": by its name, z brings all of zod into every command.',
        },
      ],
    },
  },
  {
    // A describe block is a list of tests, not a function to read at once; a test may be as long as its story.
    files: ["test/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "max-lines": ["error", { max: 400 }],
      // Fixtures are closures: nothing in them uses `this`.
      "@typescript-eslint/unbound-method": "off",
      "no-restricted-properties": "off",
    },
  },
  { files: ["bench/**/*.ts"], rules: { "no-restricted-properties": "off" } },
  { files: ["src/config/**/*.ts"], rules: { "no-restricted-properties": "off" } },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
  },
  forbid(
    ["src/domain/**"],
    [...stages, ...outer, "store", "config"],
    "domain/ imports nothing but zod: pass the value in, or move the type here.",
  ),
  ...stages.map((stage) =>
    forbid(
      [`src/${stage}/**`],
      [...stages.filter((other) => other !== stage), ...outer],
      "A stage imports no other stage and no runtime: share the type through domain/, or compose in app.ts.",
    ),
  ),
  forbid(
    ["src/store/**"],
    [...stages, ...outer],
    "store/ is beneath the stages: declare the row type in domain/ or store/.",
  ),
  forbid(
    ["src/rules/**"],
    [...stages.filter((stage) => stage !== "decide"), ...outer, "app", "config"],
    "rules/ is what analysts work with: it knows domain, decide and store, and is called by app and cli.",
  ),
  forbid(
    ["src/workflow/**"],
    ["stages", "local", "remote", "trigger", "cli", "sandbox"],
    "workflow/ declares the ports; the runtimes implement them.",
  ),
  forbid(
    ["src/stages/**"],
    ["local", "remote", "trigger", "cli", "sandbox", "app"],
    "stages/ is what both runtimes call: how calls are spread over processes belongs to a runtime.",
  ),
  forbid(
    ["src/local/**"],
    ["remote", "trigger", "cli", "sandbox", "app"],
    "A runtime knows neither the other runtime nor the shells.",
  ),
  {
    files: ["src/remote/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: [
                "**/stages/**",
                "**/local/**",
                "**/trigger/**",
                "**/cli/**",
                "**/sandbox/**",
                "**/app/**",
              ],
              message:
                "remote/ asks a platform to run the tasks and reads the ledger: it runs nothing itself.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["src/trigger/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["**/local/**", "**/remote/**", "**/cli/**", "**/sandbox/**"],
              message: "A runtime knows neither the other runtime nor the shells.",
            },
          ],
        },
      ],
    },
  },
  forbid(
    ["src/sandbox/**"],
    [...stages, "workflow", "stages", "local", "trigger", "cli", "store"],
    "The sandbox is a stranger to the pipeline: it is reached through its file and its HTTP server only.",
  ),
);

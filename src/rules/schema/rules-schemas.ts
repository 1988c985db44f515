import * as z from "zod";
import { ManufacturersFile } from "../../decide/check-manufacturers.ts";
import { CompletenessFile } from "../../decide/completeness-schema.ts";
import { Outcome, RulesetFile, WrittenGroup } from "../../decide/ruleset-schema.ts";
import { ScoringFile } from "../../decide/scoring-schema.ts";
import { CasesFile } from "../cases/cases-schema.ts";
import { conditionSchema, groupOnly, testSchema } from "./condition-schema.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema (draft-07) of every kind of rules file, by the file's name; editors complete and check with it. */
export function rulesSchemas(): Readonly<Record<string, JsonSchema>> {
  const { definitions, ...ruleset } = jsonSchema(RulesetFile);
  return {
    "ruleset.schema.json": {
      ...ruleset,
      definitions: Object.assign({}, definitions, { condition: conditionSchema(testSchema()) }),
    },
    "scoring.schema.json": jsonSchema(ScoringFile),
    "completeness.schema.json": jsonSchema(CompletenessFile),
    "manufacturers.schema.json": jsonSchema(ManufacturersFile),
    "cases.schema.json": jsonSchema(CasesFile),
  };
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    target: "draft-07",
    io: "input",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === WrittenGroup) Object.assign(jsonSchema, conditionSchema(groupOnly));
      if (zodSchema === Outcome) {
        delete jsonSchema.oneOf;
        Object.assign(jsonSchema, outcomeSchema());
      }
    },
  });
}

/** What a rule decides, by its route: a chain of if and else for the reason that conditions are one. */
function outcomeSchema(): JsonSchema {
  const [manual, automation] = Outcome.options;
  return {
    type: "object",
    required: ["route"],
    properties: {
      route: {
        enum: Outcome.options.map((option) => option.shape.route.value),
        description: "Where the part goes.",
      },
    },
    if: { properties: { route: { const: "manual" } }, required: ["route"] },
    then: branch(jsonSchema(manual)),
    else: branch(jsonSchema(automation)),
  };
}

/** The properties of a branch; its route is that of the whole. */
function branch({ properties, required }: JsonSchema): JsonSchema {
  return { properties: { ...properties, route: {} }, required: required ?? [], additionalProperties: false };
}

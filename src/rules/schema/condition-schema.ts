import type * as z from "zod";
import { factCatalogue, type FactSpec } from "../../decide/fact-catalogue.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

const list = { type: "array", minItems: 1, items: { $ref: "#/definitions/condition" } } as const;

const shapes = {
  all: { ...list, description: "True when every one of these conditions is." },
  any: { ...list, description: "True when at least one of these conditions is." },
  not: { $ref: "#/definitions/condition", description: "True when this condition is not." },
  condition: { type: "string", description: "The name of a condition in conditions." },
} satisfies Record<string, JsonSchema>;

/**
 * A condition by its one key. A chain of if and else, because editors name the mistake in the branch that was meant,
 * where of a oneOf they name whatever they tried last.
 */
export function conditionSchema(otherwise: JsonSchema): JsonSchema {
  const chain = Object.entries(shapes).reduceRight<JsonSchema>(
    (rest, [key, shape]) => ({
      if: { required: [key] },
      then: { properties: { [key]: shape }, additionalProperties: false },
      else: rest,
    }),
    otherwise,
  );
  return { type: "object", ...chain };
}

/** A group, which is all that may stand at the top of a rule. */
export const groupOnly: JsonSchema = {
  properties: shapes,
  additionalProperties: false,
  minProperties: 1,
};

/** The test of a fact: operators and values follow the fact. */
export function testSchema(): JsonSchema {
  const facts = [...factCatalogue];
  return {
    required: ["fact", "operator", "value"],
    additionalProperties: false,
    properties: {
      ...shapes,
      fact: {
        enum: facts.map(([name]) => name),
        markdownEnumDescriptions: facts.map(([, { doc }]) => doc),
        description: "What is tested.",
      },
      operator: { description: "How the fact is compared with the value." },
      value: { description: 'A literal, or a threshold: { "param": "name" }.' },
    },
    allOf: facts.map(([name, spec]) => ({
      if: { properties: { fact: { const: name } }, required: ["fact"] },
      then: { properties: { operator: { enum: [...spec.operators] }, value: valueSchema(spec) } },
    })),
  };
}

function valueSchema(spec: FactSpec): JsonSchema {
  const parameter: JsonSchema = {
    properties: { param: { type: "string", description: "The name of a threshold in params." } },
    required: ["param"],
    additionalProperties: false,
  };
  const literal = literalSchema(spec);
  const oneOrMany: JsonSchema =
    spec.type === "choice"
      ? { if: { type: "array" }, then: { minItems: 1, items: literal }, else: literal }
      : literal;
  return { if: { type: "object" }, then: parameter, else: oneOrMany };
}

function literalSchema(spec: FactSpec): JsonSchema {
  switch (spec.type) {
    case "score":
      return { type: "number", minimum: 0, maximum: 1 };
    case "count":
      return { type: "integer", minimum: 0 };
    case "flag":
      return { type: "boolean" };
    case "choice":
      return { type: "string", enum: [...spec.values] };
  }
}

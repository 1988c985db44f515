import { BatchId } from "../domain/batch.ts";
import { BusinessDay } from "../domain/business-day.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import { type ManualPriority, manualPriorities } from "../domain/manual-task.ts";

/** @throws {UserError} unless it is a whole number within the bounds. */
export function parseCount(flag: string, text: string, bounds: { min: number; max: number }): number {
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value < bounds.min || value > bounds.max) {
    throw new UserError(
      exitCodes.usage,
      `${flag} ${text}: give a whole number from ${bounds.min} to ${bounds.max}.`,
    );
  }
  return value;
}

/** @throws {UserError} unless it is a number from 0 to 1. */
export function parseScore(flag: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(value) || value < 0 || value > 1) {
    throw new UserError(exitCodes.usage, `${flag} ${text}: give a number from 0 to 1, such as 0.7.`);
  }
  return value;
}

/** @throws {UserError} unless it has the form of a batch id. */
export function parseBatchId(text: string): BatchId {
  const result = BatchId.safeParse(text);
  if (result.success) return result.data;
  throw new UserError(
    exitCodes.usage,
    `"${text}" is no batch id: one looks like batch_1764000000; "workflow status" shows the latest.`,
  );
}

/** @throws {UserError} unless it is one of the three priorities. */
export function parsePriority(text: string): ManualPriority {
  const found = manualPriorities.find((priority) => priority === text);
  if (found !== undefined) return found;
  throw new UserError(exitCodes.usage, `--priority ${text}: give one of ${manualPriorities.join(", ")}.`);
}

/** @throws {UserError} unless it is a day of the calendar from 2000 on. */
export function parseDay(text: string): string {
  const result = BusinessDay.safeParse(text);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UserError(exitCodes.usage, `--date ${text}: ${issue?.message ?? ""}.`);
}

import { exitCodes } from "../domain/fault.ts";

/** The run was asked to stop, and has stopped at a place where it can go on later. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly exitCode = exitCodes.interrupted;

  constructor() {
    super('Interrupted; nothing is lost. Go on with "workflow resume", or simply with the next run.');
  }
}

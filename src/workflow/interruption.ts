/** The run was asked to stop, and has stopped at a place where it can go on later. */
export class Interruption extends Error {
  override readonly name = "Interruption";

  constructor() {
    super("the run was interrupted");
  }
}

import { firstError, toldError } from "../app/told-error.ts";

/** Does the work; it rejects with an error that has a sentence and an exit code, or with a bug as it was thrown. */
export async function withToldErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toldError(error) ?? firstError(error);
  }
}

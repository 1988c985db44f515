import type { PGlite } from "@electric-sql/pglite";

/** The part of an instance that `PGLiteSocketServer` uses. */
type ServedInstance = Pick<
  PGlite,
  "waitReady" | "runExclusive" | "isInTransaction" | "execProtocolRawStream" | "exec"
>;

const syncMessage = new Uint8Array([0x53, 0, 0, 0, 4]);
/** Parse, Bind, Describe, Execute, Close and Flush: more of the same client's sequence follows. */
const sequenceTypes = "PBDECH";
/** Sync, simple Query and FunctionCall: the sequence is over. */
const finalTypes = "SQF";

/**
 * Wraps an instance so that pglite-socket serves one client's whole Parse ... Sync sequence before the next client.
 *
 * By itself the server keeps a client's messages together only inside a transaction: a parameterised statement in
 * autocommit can meet another client's Bind, and rows are lost or answered wrongly without an error
 * (electric-sql/pglite#1046). Hence an unfinished sequence is reported as a transaction. The server also never
 * recovers from an exception of the instance (its queue stays locked), so any of them goes to `die`.
 */
export function guardInstance(lite: PGlite, die: (cause: unknown) => never): PGlite {
  let isSequenceOpen = false;

  const guarded: ServedInstance = {
    waitReady: lite.waitReady,
    runExclusive: (work) => lite.runExclusive(work),
    isInTransaction: () => isSequenceOpen || lite.isInTransaction(),
    async execProtocolRawStream(message, options) {
      try {
        await lite.execProtocolRawStream(message, options);
      } catch (cause) {
        die(cause);
      }
      const type = String.fromCharCode(message[0] ?? 0);
      if (sequenceTypes.includes(type)) isSequenceOpen = true;
      else if (finalTypes.includes(type)) isSequenceOpen = false;
    },
    // The server's ROLLBACK for a client that vanished in the middle of something. Until it is done nobody else
    // may be served, or the newcomer would be taken for the client that vanished.
    async exec(query) {
      const wasSequenceOpen = isSequenceOpen;
      isSequenceOpen = true;
      try {
        if (wasSequenceOpen) await lite.runExclusive(() => lite.execProtocolRaw(syncMessage));
        return await lite.exec(query);
      } catch (cause) {
        return die(cause);
      } finally {
        isSequenceOpen = false;
      }
    },
  };
  // The server declares the whole class and uses these five members.
  return guarded as PGlite;
}

import type { PGlite } from "@electric-sql/pglite";

/** The part of an instance that `PGLiteSocketServer` uses. */
type ServedInstance = Pick<
  PGlite,
  "waitReady" | "runExclusive" | "isInTransaction" | "execProtocolRawStream" | "exec"
>;

const syncMessage = new Uint8Array([0x53, 0, 0, 0, 4]);
/** Parse, Bind, Describe, Execute and Close: none of them is answered before the Flush or Sync that follows. */
const collectedTypes = "PBDEC";
const flushType = "H";
/** Sync, simple Query and FunctionCall: the sequence is over. */
const finalTypes = "SQF";

/**
 * Wraps an instance so that pglite-socket serves one client's whole Parse ... Sync sequence before the next client.
 *
 * By itself the server keeps a client's messages together only inside a transaction: a parameterised statement in
 * autocommit can meet another client's Bind, and rows are lost or answered wrongly without an error
 * (electric-sql/pglite#1046). Hence an unfinished sequence is reported as a transaction. Its messages are collected
 * and given to the instance at once: a call of it for each of them costs more than many a statement. The server also
 * never recovers from an exception of the instance (its queue stays locked), so any of them goes to `die`.
 */
export function guardInstance(lite: PGlite, die: (cause: unknown) => never): PGlite {
  let collected: Uint8Array[] = [];
  let isSequenceOpen = false;
  // The instance itself is in the middle of a sequence.
  let isBegun = false;

  const guarded: ServedInstance = {
    waitReady: lite.waitReady,
    runExclusive: (work) => lite.runExclusive(work),
    isInTransaction: () => isSequenceOpen || lite.isInTransaction(),
    async execProtocolRawStream(message, options) {
      const type = String.fromCharCode(message[0] ?? 0);
      const isFinal = finalTypes.includes(type);
      let given = message;
      if (collectedTypes.includes(type)) {
        isSequenceOpen = true;
        collected.push(message);
        return;
      }
      if (isFinal || type === flushType) {
        given = Buffer.concat([...collected, message]);
        collected = [];
        isBegun = isSequenceOpen = !isFinal;
      }
      try {
        await lite.execProtocolRawStream(given, options);
      } catch (cause) {
        die(cause);
      }
    },
    // The server's ROLLBACK for a client that vanished in the middle of something. Until it is done nobody else
    // may be served, or the newcomer would be taken for the client that vanished.
    async exec(query) {
      collected = [];
      isSequenceOpen = true;
      try {
        if (isBegun) await lite.runExclusive(() => lite.execProtocolRaw(syncMessage));
        return await lite.exec(query);
      } catch (cause) {
        return die(cause);
      } finally {
        isBegun = isSequenceOpen = false;
      }
    },
  };
  // The server declares the whole class and uses these five members.
  return guarded as PGlite;
}

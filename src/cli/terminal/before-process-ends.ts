const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs `cleanUp` when the process exits or is asked to end, and returns how to call that off. Ending stays the
 * business of others: where nobody else listens, the signal does what it does without a listener.
 */
export function beforeProcessEnds(cleanUp: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    cleanUp();
    if (process.listenerCount(signal) > 1) return;
    callOff();
    process.kill(process.pid, signal);
  };
  const callOff = () => {
    process.off("exit", cleanUp);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.once("exit", cleanUp);
  for (const signal of signals) process.on(signal, onSignal);
  return callOff;
}

/** What happened, as data: ids, counts, durations with their unit in the name, an `error`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Events for the reader of a failed run: the message is constant, everything that varies is a field. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** A standard stream; the terminal's two properties are absent in a pipe or a file. */
export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

/** What output may look like: where it goes, and what can be shown there. */
export interface Terminal {
  /** Results. */
  readonly stdout: OutputStream;
  /** Logs and progress. */
  readonly stderr: OutputStream;
  /** Whether a person looks at stdout. */
  readonly isTty: boolean;
  /** Columns of stdout; infinite where nobody looks, so that nothing is cut from a file. */
  readonly columns: number;
  /** The same of stderr. */
  readonly stderrColumns: number;
  /** For stdout. */
  readonly colors: Colors;
  /** For stderr, which may go elsewhere. */
  readonly stderrColors: Colors;
  /** Emoji and block characters instead of plain words and ASCII. */
  readonly emoji: boolean;
}

/** Looks at the streams and at NO_COLOR, FORCE_COLOR and TERM. */
export function createTerminal(options: {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly noEmoji: boolean;
}): Terminal {
  const { env, stdout, stderr, noEmoji } = options;
  const isTty = stdout.isTTY === true;
  return {
    stdout,
    stderr,
    isTty,
    columns: columnsOf(stdout),
    stderrColumns: columnsOf(stderr),
    colors: picocolors.createColors(hasColors(env, stdout)),
    stderrColors: picocolors.createColors(hasColors(env, stderr)),
    emoji: !noEmoji && env["TERM"] !== "dumb",
  };
}

function columnsOf({ isTTY, columns = 80 }: OutputStream): number {
  return isTTY === true ? columns : Infinity;
}

/** NO_COLOR goes before FORCE_COLOR (no-color.org); `FORCE_COLOR=0` is the old way to say no. */
function hasColors(env: NodeJS.ProcessEnv, stream: OutputStream): boolean {
  const forced = env["FORCE_COLOR"] ?? "";
  if ((env["NO_COLOR"] ?? "") !== "" || forced === "0" || forced === "false") return false;
  return forced !== "" || (stream.isTTY === true && env["TERM"] !== "dumb");
}

import { migrationsFolder, openLedger } from "../../app/open-ledger.ts";
import { exitCodes, UserError, type ExitCode } from "../../domain/fault.ts";
import { embeddedDatabaseStatus } from "../../store/embedded/status.ts";
import { resetEmbeddedDatabase } from "../../store/embedded/reset.ts";
import { stopEmbeddedDatabase } from "../../store/embedded/stop.ts";
import { migrationStatus } from "../../store/migrate.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";

export const databaseActions = ["start", "stop", "status", "migrate", "reset"] as const;
export type DatabaseAction = (typeof databaseActions)[number];

/** `workflow db ACTION`: the embedded database's daemon, and the schema of whichever database is configured. */
export async function dbCommand(
  shell: Shell,
  options: CommonOptions & { action: DatabaseAction; yes: boolean },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const say = (value: Record<string, unknown>, text: string) =>
    context.terminal.stdout.write(`${context.isJson ? JSON.stringify(value) : text}\n`);
  switch (options.action) {
    case "start":
    case "migrate": {
      requireEmbedded(context, options.action);
      const status = await schemaOf(context);
      say(
        { ...status },
        `${status.description}: ${status.applied.length} migrations applied, ${status.pending.length} pending`,
      );
      return exitCodes.ok;
    }
    case "stop": {
      requireEmbedded(context, options.action);
      const isStopped = await stopEmbeddedDatabase(context.resolved.values.dataDir);
      say(
        { isStopped },
        isStopped ? "the embedded database is stopped" : "the embedded database was not running",
      );
      return exitCodes.ok;
    }
    case "status":
      return showStatus(context, say);
    case "reset": {
      requireEmbedded(context, options.action);
      if (!options.yes) {
        throw new UserError(
          exitCodes.usage,
          `"workflow db reset" deletes every row in ${context.resolved.values.dataDir}: repeat it with --yes if that is meant.`,
        );
      }
      await resetEmbeddedDatabase(context.resolved.values.dataDir);
      say({ isReset: true }, "the embedded database is empty; the next command makes a new one");
      return exitCodes.ok;
    }
  }
}

async function showStatus(
  context: Context,
  say: (value: Record<string, unknown>, text: string) => void,
): Promise<ExitCode> {
  if (context.resolved.values.databaseUrl !== null) {
    const schema = await schemaOf(context);
    say({ ...schema }, `${schema.description}: ${schema.applied.length} migrations applied`);
    return exitCodes.ok;
  }
  const status = await embeddedDatabaseStatus(context.resolved.values.dataDir);
  const size = `${(status.folderBytes / 1_048_576).toFixed(0)} MB`;
  const where = `${status.folder} (${size}); it does not survive a power cut for certain: back it up or use a server for what matters`;
  say(
    { ...status },
    status.state === "stopped"
      ? `stopped: ${where}`
      : `running as process ${status.pid}, Postgres ${status.serverVersion ?? "not answering"}: ${where}`,
  );
  return exitCodes.ok;
}

async function schemaOf(context: Context) {
  await using ledger = await openLedger({
    config: context.resolved.values,
    onStarting: () =>
      context.note("database", "starting the embedded database (a few seconds the first time)"),
  });
  return { description: ledger.description, ...(await migrationStatus(ledger.db, migrationsFolder)) };
}

/** Everything but looking and migrating concerns the embedded database alone. */
function requireEmbedded(context: Context, action: DatabaseAction): void {
  if (action === "migrate" || context.resolved.values.databaseUrl === null) return;
  throw new UserError(
    exitCodes.usage,
    `"workflow db ${action}" is about the embedded database, and DATABASE_URL names another: unset it, or use that server's own tools.`,
  );
}

import type { Config } from "../../config/parameters.ts";
import type { Ledger } from "../../store/ledger.ts";
import { migrationStatus } from "../../store/migrate.ts";
import { connectLedger, migrationsFolder, type OpenLedger } from "../open-ledger.ts";
import { MissingPrerequisite } from "./check.ts";

/** The ledger as the checks share it. */
export interface LazyLedger extends AsyncDisposable {
  /** Connected when it is first asked for; not migrated. */
  readonly open: () => Promise<OpenLedger>;
  /** @throws {MissingPrerequisite} when it cannot be opened: one check tells why. */
  readonly db: () => Promise<Ledger>;
  /**
   * The same with every table that a run needs.
   *
   * @throws {MissingPrerequisite} also when migrations are pending.
   */
  readonly migrated: () => Promise<Ledger>;
}

export function lazyLedger(config: Config): LazyLedger {
  let opened: Promise<OpenLedger> | undefined;
  const open = () => (opened ??= connectLedger({ config }));
  async function db(): Promise<Ledger> {
    const ledger = await open().catch((cause: unknown) => {
      throw new MissingPrerequisite("needs the database, which does not answer", { cause });
    });
    return ledger.db;
  }
  return {
    open,
    db,
    async migrated() {
      const ledger = await db();
      const { pending } = await migrationStatus(ledger, migrationsFolder);
      if (pending.length > 0) throw new MissingPrerequisite("needs the migrations that are pending");
      return ledger;
    },
    async [Symbol.asyncDispose]() {
      const ledger = await opened?.catch(() => undefined);
      await ledger?.[Symbol.asyncDispose]();
    },
  };
}

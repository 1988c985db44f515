import type pg from "pg";

/** Counts the statements that a pool's connections send from now on, transaction control included. */
export function countStatements(pool: pg.Pool): { readonly count: () => number } {
  let count = 0;
  pool.on("connect", (client) => {
    client.query = new Proxy(client.query.bind(client), {
      apply(send, client, query: unknown[]): unknown {
        count += 1;
        return Reflect.apply(send, client, query);
      },
    });
  });
  return { count: () => count };
}

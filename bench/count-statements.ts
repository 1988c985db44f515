import type pg from "pg";

/** Counts the statements that a pool's connections send from now on, transaction control included. */
export function countStatements(pool: pg.Pool): { readonly count: () => number } {
  let count = 0;
  pool.on("connect", (client) => {
    const send = client.query.bind(client);
    Object.assign(client, {
      query: (...query: Parameters<typeof send>) => {
        count += 1;
        return send(...query);
      },
    });
  });
  return { count: () => count };
}

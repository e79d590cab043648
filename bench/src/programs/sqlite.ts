import type { Context, Workload } from '../workload';
import { createRandom } from './input';
import { programWorkload } from './program';

/** SQL that inserts rows into a database in memory, indexes and queries it. */
export function generateSql(rows: number): string {
  const random = createRandom(815);
  const lines = [
    'CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, price REAL, stock INTEGER);',
    'BEGIN;',
  ];
  for (let id = 1; id <= rows; id++) {
    const name = `item-${(random() % 9973).toString(36)}`;
    lines.push(`INSERT INTO item VALUES(${id},'${name}',${random() % 100_000}.25,${random() % 500});`);
  }
  lines.push(
    'COMMIT;',
    'CREATE INDEX by_name ON item(name);',
    'SELECT count(*), sum(stock), max(price) FROM item;',
    'SELECT name, count(*) AS n, sum(price * stock) FROM item GROUP BY name ORDER BY n DESC, name LIMIT 5;',
    "SELECT count(*) FROM item WHERE name LIKE '%7q%' AND stock BETWEEN 100 AND 400;",
    'SELECT count(*) FROM item AS a JOIN item AS b ON a.name = b.name AND a.id < b.id WHERE a.stock > 450;',
    'UPDATE item SET stock = stock + 1 WHERE id % 3 = 0;',
    'DELETE FROM item WHERE price < 10000;',
    'SELECT count(*), sum(stock) FROM item;',
  );
  return lines.join('\n') + '\n';
}

/** sqlite3 with 100,000 rows. */
export const sqliteWorkload: Workload = programWorkload({
  name: 'sqlite3',
  group: 'program',
  packages: 'languages',
  path: 'usr/bin/sqlite3',
  invoke: ({ builder, effort }: Context) => {
    const rows = Math.round(100_000 * effort);
    return { arguments: [':memory:'], input: builder.input(`sqlite-${rows}.sql`, () => generateSql(rows)) };
  },
});

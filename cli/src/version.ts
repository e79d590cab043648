import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in this package's `package.json`, which lies beside `dist`. */
export function version(): string {
  const text = readFileSync(join(__dirname, '../package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

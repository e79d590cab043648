import { resolve } from 'node:path';

/** Where package lists, archives, sysroots and built programs are kept from run to run: `$ANYUSER_CACHE`, or inside the clone. */
export const cacheDirectory = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment['ANYUSER_CACHE'] ?? resolve(__dirname, '../../node_modules/.cache/anyuser');

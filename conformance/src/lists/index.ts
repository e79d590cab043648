import type { ProgramList } from '../programs/program-case';
import { bashStatic, shell } from './bash';
import { busybox } from './busybox';
import { go, goSoftFloat } from './go';
import { guests } from './guests';
import { curl, git, lua, luajit, openssl, perl, sqlite } from './languages';
import { python } from './python';

/** All lists, in the order in which they are run: from the simplest programs to the largest. */
export const PROGRAM_LISTS: readonly ProgramList[] = [
  guests,
  busybox,
  bashStatic,
  shell,
  go,
  goSoftFloat,
  lua,
  luajit,
  perl,
  sqlite,
  python,
  openssl,
  curl,
  git,
];

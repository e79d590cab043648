import type { Location } from './vfs';

/** Where a process's paths begin. Shared by threads (CLONE_FS), copied by fork. */
export interface FileContext {
  root: Location;
  cwd: Location;
  umask: number;
}

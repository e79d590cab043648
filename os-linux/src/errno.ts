import type { Errno } from '@anyuser/core';
import { ERRNO_VALUES } from './errno.table';
import { type Family, valuesOf } from './family';

/** Error numbers of a family. */
export const errnoOf = (family: Family): Readonly<Record<Errno, number>> & Readonly<Record<string, number>> =>
  valuesOf(ERRNO_VALUES satisfies Record<Errno, unknown>, family) as Record<Errno, number>;

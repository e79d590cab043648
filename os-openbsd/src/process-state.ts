import type { ElfImage, LoadedImage, Process } from '@anyuser/core';
import { PT, segmentsOf } from './elf';
import type { Release } from './release';
import { type Pins, pinsOf } from './security/pins';
import type { Unveil } from './security/unveil';

/** What OpenBSD's kernel keeps of a process (struct process) beside what every kernel does. */
export interface OpenbsdProcess {
  readonly release: Release;
  /** W|X mappings are allowed (PT_OPENBSD_WXNEEDED, on a file system mounted wxallowed). */
  readonly wxNeeded: boolean;
  readonly psStrings: number;
  /** Mixed into the cookie of each signal frame. */
  readonly sigCookie: number;
  /** Where calls may come from, one entry a region that registered its table; undefined before 7.5. */
  readonly pins: Pins[] | undefined;
  /** msyscall, or since 7.5 pinsyscalls, has named the one further region that calls may come from: libc's. */
  libcNamed: boolean;
  /** Where execve may come from (pinsyscall, 7.3 to 7.5). */
  execPin: { readonly start: number; readonly end: number } | undefined;
  /** What pledge left; undefined: everything. */
  promises: ReadonlySet<string> | undefined;
  execPromises: ReadonlySet<string> | undefined;
  unveil: Unveil | undefined;
  /** kbind's only caller; `off` once it is disabled. */
  kbind: { readonly caller: number; readonly cookie: bigint } | 'off' | undefined;
}

const KEY = Symbol('openbsd process');
/** First release that looks at the table of pinned calls. */
const PINS_SINCE = 75;
/** First release that disables kbind in programs without a run-time linker (exec_elf_fixup). */
const KBIND_OFF_SINCE = 73;
const ET_DYN = 3;

/** The state of a process that runs an OpenBSD program. */
export const stateOf = (process: Process): OpenbsdProcess => process.extra.get(KEY) as OpenbsdProcess;

/** Makes the state of a new program; promises made for after exec are in force, and what was unveiled with them. */
export function beginState(
  process: Process,
  loaded: LoadedImage,
  parts: Pick<OpenbsdProcess, 'release' | 'psStrings' | 'sigCookie'>,
): OpenbsdProcess {
  const old = process.extra.get(KEY) as OpenbsdProcess | undefined;
  const promises = old?.execPromises;
  const unlinked = loaded.image.interpreter === undefined;
  const state: OpenbsdProcess = {
    ...parts,
    wxNeeded: wxNeeded(loaded.image),
    pins: parts.release >= PINS_SINCE ? pinsOf(loaded) : undefined,
    // A static program has no libc to name (VM_MAP_PINSYSCALL_ONCE).
    libcNamed: unlinked && parts.release >= PINS_SINCE,
    execPin: undefined,
    promises,
    execPromises: promises,
    unveil: promises === undefined ? undefined : old?.unveil,
    kbind: unlinked && loaded.image.type === ET_DYN && parts.release >= KBIND_OFF_SINCE ? 'off' : undefined,
  };
  process.extra.set(KEY, state);
  return state;
}

const wxNeeded = (image: ElfImage): boolean => segmentsOf(image, PT.OPENBSD_WXNEEDED).length > 0;

/** A child begins with a copy. */
export function forkState(parent: Process, child: Process): void {
  const state = stateOf(parent);
  child.extra.set(KEY, {
    ...state,
    ...(state.pins === undefined ? {} : { pins: [...state.pins] }),
    unveil: state.unveil?.clone(),
  } satisfies OpenbsdProcess);
}

import 'reflect-metadata';
import { type DependencyContainer, container as globalContainer } from 'tsyringe';
import { Abi } from '../abi/abi';
import { Engine } from '../exec/engine';
import { Architecture } from '../isa/architecture';
import { ERRNO_NAMES } from '../kernel/errno';
import { OsPersonality } from '../kernel/personality';
import type { Plugin } from './plugin';
import type { Token } from './token';

/** What the plugins of an emulator have registered. */
export interface Assembly {
  readonly architectures: readonly Architecture[];
  readonly personalities: readonly OsPersonality[];
  readonly abis: readonly Abi[];
  readonly engines: readonly Engine[];
}

/** Plugins that do not fit together. */
export class AssemblyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AssemblyError';
  }
}

/**
 * Lets plugins register in a container of their own and takes everything out of it, checked.
 * @throws AssemblyError with a sentence that lists what exists
 */
export function assemble(plugins: readonly Plugin[]): Assembly {
  const container = globalContainer.createChildContainer();
  for (const plugin of plugins) plugin.register(container);
  const assembly = {
    architectures: all(container, Architecture),
    personalities: all(container, OsPersonality),
    abis: all(container, Abi),
    engines: all(container, Engine),
  };
  validate(assembly);
  // A system brings its cells for all processors; those of processors that are not wanted here are left out.
  const present = new Set(assembly.architectures.map(({ id }) => id));
  return { ...assembly, abis: assembly.abis.filter(({ arch }) => present.has(arch)) };
}

const all = <T>(container: DependencyContainer, token: Token<T>): T[] =>
  container.isRegistered(token) ? container.resolveAll<T>(token) : [];

/** The cell's name, `linux/arm`. */
export const cellName = ({ os, arch }: Abi): string => `${os}/${arch}`;

function validate(assembly: Assembly): void {
  const { architectures, personalities, abis, engines } = assembly;
  unique(
    'architecture',
    architectures.map(({ id }) => id),
  );
  unique(
    'operating system',
    personalities.map(({ id }) => id),
  );
  unique('ABI', abis.map(cellName));
  unique(
    'engine',
    engines.map(({ name }) => name),
  );
  someRuns(assembly);
  for (const abi of abis) {
    present(
      'operating system',
      abi.os,
      personalities.map(({ id }) => id),
      abi,
    );
    const missing = ERRNO_NAMES.filter((name) => abi.errno[name] === undefined);
    if (missing.length > 0)
      throw new AssemblyError(`the ABI ${cellName(abi)} has no number for ${missing.join(', ')}`);
    if (abi.signals.SIGKILL === undefined || abi.signals.SIGSEGV === undefined)
      throw new AssemblyError(`the ABI ${cellName(abi)} has no numbers for SIGKILL and SIGSEGV`);
  }
}

/** At least one processor must have a cell, else no program could run. */
function someRuns({ architectures, abis }: Assembly): void {
  if (abis.length === 0 || architectures.length === 0) return;
  if (abis.some(({ arch }) => architectures.some(({ id }) => id === arch))) return;
  const have = architectures.map(({ id }) => id).join(', ');
  const cells = abis.map(cellName).join(', ');
  throw new AssemblyError(`no registered architecture has an ABI: have ${have}, and the ABIs ${cells}`);
}

function unique(what: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new AssemblyError(`the ${what} ${twice} is registered twice; have ${names.join(', ')}`);
}

function present(what: string, wanted: string, names: readonly string[], abi: Abi): void {
  if (names.includes(wanted)) return;
  const have = names.join(', ') || 'none';
  throw new AssemblyError(
    `the ABI ${cellName(abi)} needs the ${what} ${wanted}, which no plugin registers; have ${have}`,
  );
}

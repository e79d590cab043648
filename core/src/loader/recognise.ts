import type { Abi } from '../abi/abi';
import type { Architecture } from '../isa/architecture';
import type { OsPersonality } from '../kernel/personality';
import type { ElfImage } from './image';
import { LoaderError } from './loader-error';

/** What an emulator was assembled with. */
export interface Cells {
  readonly architectures: readonly Architecture[];
  readonly personalities: readonly OsPersonality[];
  readonly abis: readonly Abi[];
}

/** Who runs an image. */
export interface Recognised {
  readonly architecture: Architecture;
  readonly personality: OsPersonality;
  readonly abi: Abi;
}

/** Names of machines that one meets, for messages. */
const MACHINES: Readonly<Record<number, string>> = {
  2: 'SPARC',
  3: 'x86',
  8: 'MIPS',
  20: 'PowerPC',
  21: 'PowerPC64',
  22: 's390',
  40: 'ARM',
  42: 'SuperH',
  62: 'x86-64',
  183: 'AArch64',
  243: 'RISC-V',
  258: 'LoongArch',
};

/** What kind of program a file is: `64-bit little-endian x86-64`. */
export const describeMachine = (image: ElfImage): string =>
  `${image.elfClass}-bit ${image.bigEndian ? 'big' : 'little'}-endian ${MACHINES[image.machine] ?? `machine ${image.machine}`}`;

/**
 * Finds the architecture, the system and the cell of an image. The system that is surest takes it; of equally sure ones the
 * first registered.
 * @param os - id of a personality that takes it in any case.
 * @throws LoaderError ENOEXEC with a sentence that lists what exists
 */
export function recognise(cells: Cells, image: ElfImage, path: string, os?: string): Recognised {
  const architecture = cells.architectures.find((candidate) => candidate.accepts(image));
  if (architecture === undefined) {
    const have = cells.architectures.map(({ id }) => id).join(', ') || 'none';
    // What the file says of its system is told as well, where it says so itself.
    const system = surest(cells.personalities, image);
    const marked = system !== undefined && system.recognise(image) > 1;
    const whose = marked ? ` of ${system.id} (recognised by ${system.describe(image)})` : '';
    throw new LoaderError(
      `${path}: no architecture for ${describeMachine(image)}${whose}; have ${have}`,
      'ENOEXEC',
    );
  }
  const personality =
    os === undefined ? surest(cells.personalities, image) : cells.personalities.find(({ id }) => id === os);
  if (personality === undefined) {
    const have = cells.personalities.map(({ id }) => id).join(', ') || 'none';
    const which = os === undefined ? `system of OSABI ${image.osabi}` : `system '${os}'`;
    throw new LoaderError(`${path}: no ${which}; have ${have}`, 'ENOEXEC');
  }
  const abi = cells.abis.find((cell) => cell.os === personality.id && cell.arch === architecture.id);
  if (abi === undefined) {
    const have = cells.abis.map((cell) => `${cell.os}/${cell.arch}`).join(', ') || 'none';
    const by = os === undefined ? ` (recognised by ${personality.describe(image)})` : '';
    throw new LoaderError(
      `${path}: no ABI for ${personality.id}/${architecture.id}${by}; have ${have}`,
      'ENOEXEC',
    );
  }
  return { architecture, personality, abi };
}

function surest(personalities: readonly OsPersonality[], image: ElfImage): OsPersonality | undefined {
  let best: OsPersonality | undefined;
  let bestScore = 0;
  for (const candidate of personalities) {
    const score = candidate.recognise(image);
    if (score <= bestScore) continue;
    best = candidate;
    bestScore = score;
  }
  return best;
}

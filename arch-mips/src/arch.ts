import type { Architecture, CpuModel, CpuState, ElfImage } from '@anyuser/core';
import { MipsCpu } from './cpu';
import { mipsDecoder } from './decoder';
import { disassemble } from './disassemble';
import { Mode } from './mode';
import { models } from './models';
import { FP_FLAGS, LL_ADDRESS, MODE, PC, R, registers, STATE_SIZE } from './registers';
import { helpers } from './semantics/fcsr';
import { translate } from './translate';

const EM_MIPS = 8;
/**
 * e_flags: n32 programs; the ABI, where old compilers of o32 say nothing and others mean another; IEEE 754-2008 NaNs; the
 * instruction set, of which release 6 is another (arch/mips/include/asm/elf.h).
 */
const EF_MIPS_ABI2 = 0x20;
const EF_MIPS_ABI = 0xf000;
const EF_MIPS_ABI_O32 = 0x1000;
const EF_MIPS_NAN2008 = 0x400;
const EF_MIPS_ARCH = 0xf000_0000;
const RELEASE_6: readonly number[] = [0x9000_0000, 0xa000_0000];

const architecture = (id: string, bigEndian: boolean): Architecture<MipsCpu> => ({
  id,
  bigEndian,
  accepts: (image: ElfImage) =>
    image.machine === EM_MIPS &&
    image.elfClass === 32 &&
    image.bigEndian === bigEndian &&
    (image.flags & EF_MIPS_ABI2) === 0 &&
    [0, EF_MIPS_ABI_O32].includes(image.flags & EF_MIPS_ABI) &&
    !RELEASE_6.includes((image.flags & EF_MIPS_ARCH) >>> 0),
  models,
  modelFor: ({ flags }) =>
    flags & EF_MIPS_NAN2008 ? models.find(({ features }) => features.has('nan2008')) : undefined,
  registers,
  stateSize: STATE_SIZE,
  pc: PC,
  mode: MODE,
  link: R[31],
  fpFlags: FP_FLAGS,
  helpers,
  createCpu: (state: CpuState) => new MipsCpu(state),
  reset({ words, base }: CpuState, model: CpuModel) {
    words.fill(0, base, base + STATE_SIZE / 4);
    words[base + LL_ADDRESS.offset / 4] = -1;
    if (model.features.has('nan2008')) words[base + MODE.offset / 4] = Mode.nan2008 | Mode.abs2008;
  },
  translate: (code, at, ir, model) => translate(code, at, ir, model, bigEndian),
  disassemble,
  verify: () => mipsDecoder().verify(),
});

/** MIPS32 as user mode sees it, most significant byte first. */
export const mipsArchitecture = architecture('mips', true);
/** MIPS32 as user mode sees it, least significant byte first. */
export const mipselArchitecture = architecture('mipsel', false);

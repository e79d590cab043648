import type { Architecture, CpuState, ElfImage } from '@anyuser/core';
import { codeModes } from './code-modes';
import { ArmCpu } from './cpu';
import { verifyDecoders } from './decoders';
import { disassemble } from './disassemble';
import { helpers } from './helpers';
import { models } from './models';
import { CF, FP_FLAGS, MODE, NF, PC, R, registers, STATE_SIZE, VF, ZF } from './registers';
import { translate } from './translate';

const EM_ARM = 40;

/** Little-endian 32-bit ARM: ARMv5TE to ARMv7-A as user mode sees them. */
export const armArchitecture: Architecture<ArmCpu> = {
  id: 'arm',
  bigEndian: false,
  accepts: (image: ElfImage) => image.machine === EM_ARM && image.elfClass === 32 && !image.bigEndian,
  models,
  registers,
  stateSize: STATE_SIZE,
  pc: PC,
  mode: MODE,
  link: R[14],
  fpFlags: FP_FLAGS,
  seldomRead: [NF, ZF, CF, VF],
  helpers,
  createCpu: (state: CpuState) => new ArmCpu(state),
  reset({ words, base }: CpuState) {
    words.fill(0, base, base + STATE_SIZE / 4);
    words[base + ZF.offset / 4] = 1;
  },
  translate,
  disassemble,
  codeModes,
  verify: verifyDecoders,
};

import { Abi } from '../abi/abi';
import { Architecture } from '../isa/architecture';
import { ERRNO_NAMES } from '../kernel/errno';
import { OsPersonality } from '../kernel/personality';
import { assemble } from './assembly';
import type { Plugin } from './plugin';
import type { Token } from './token';

const errno = Object.fromEntries(ERRNO_NAMES.map((name, i) => [name, i + 1]));
const plugin = <T>(token: Token<T>, ...values: object[]): Plugin => ({
  name: 'test',
  register(container) {
    for (const value of values) container.registerInstance(token, value as T);
  },
});
const arch = (...ids: string[]): Plugin => plugin(Architecture, ...ids.map((id) => ({ id })));
const os = (...ids: string[]): Plugin => plugin(OsPersonality, ...ids.map((id) => ({ id })));
const cell = (name: string, change: object = {}): Plugin => {
  const [system, processor] = name.split('/');
  return plugin(Abi, { os: system, arch: processor, errno, signals: { SIGKILL: 9, SIGSEGV: 11 }, ...change });
};

describe('assemble', () => {
  it('takes what plugins register, apart from every other emulator', () => {
    const one = assemble([arch('arm', 'mips'), os('linux'), cell('linux/arm')]);
    expect(one.architectures.map(({ id }) => id)).toEqual(['arm', 'mips']);
    expect(one.abis.map(({ arch: id }) => id)).toEqual(['arm']);
    expect(assemble([]).architectures).toEqual([]);
  });

  it('leaves out the cells of processors that are not there', () => {
    const { abis } = assemble([arch('arm'), os('linux'), cell('linux/arm'), cell('linux/mips')]);
    expect(abis.map((abi) => abi.arch)).toEqual(['arm']);
  });

  it('says in one sentence what does not fit', () => {
    expect(() => assemble([arch('arm', 'arm')])).toThrow(
      'the architecture arm is registered twice; have arm, arm',
    );
    expect(() => assemble([arch('arm'), os('linux'), cell('linux/arm'), cell('linux/arm')])).toThrow(
      'the ABI linux/arm is registered twice',
    );
    expect(() => assemble([arch('arm'), os('linux'), cell('netbsd/arm')])).toThrow(
      'the ABI netbsd/arm needs the operating system netbsd, which no plugin registers; have linux',
    );
    expect(() => assemble([arch('arm'), os('linux'), cell('linux/mips')])).toThrow(
      'no registered architecture has an ABI: have arm, and the ABIs linux/mips',
    );
    const { EPERM: _, ...most } = errno;
    expect(() => assemble([arch('arm'), os('linux'), cell('linux/arm', { errno: most })])).toThrow(
      'the ABI linux/arm has no number for EPERM',
    );
  });
});

import { TermiosLocal } from '../../abi/termios-flags';
import { LineDiscipline } from './line-discipline';
import { SANE, type Termios } from './termios';

function make(change: Partial<Termios> = {}) {
  const state = { termios: { ...SANE, ...change }, output: '', signals: [] as string[] };
  const discipline = new LineDiscipline({
    termios: () => state.termios,
    output: (bytes) => {
      state.output += String.fromCharCode(...bytes);
    },
    signal: (signal) => state.signals.push(signal),
    changed: () => {},
  });
  const type = (text: string): void => discipline.input(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  const read = (size = 100): string | undefined => {
    const buffer = new Uint8Array(size);
    const n = discipline.read(buffer);
    return n === undefined ? undefined : String.fromCharCode(...buffer.subarray(0, n));
  };
  return { state, discipline, type, read };
}

describe('line discipline', () => {
  it('gives whole lines, edited, and echoes', () => {
    const { state, type, read } = make();
    type('helx\x7flo');
    expect(read()).toBeUndefined();
    type('\r');
    expect(read(3)).toBe('hel');
    expect(read()).toBe('lo\n');
    expect(state.output).toBe('helx\b \blo\r\n');
  });

  it('ends a line without a newline at ^D; alone it is the end of file', () => {
    const { type, read } = make();
    type('ab\x04\x04');
    expect(read()).toBe('ab');
    expect(read()).toBe('');
    expect(read()).toBeUndefined();
  });

  it('erases words and whole lines', () => {
    const { type, read } = make();
    type('one two\x17three\n');
    expect(read()).toBe('one three\n');
    type('gone\x15kept\n');
    expect(read()).toBe('kept\n');
  });

  it('turns ^C into a signal, shows it and forgets the line', () => {
    const { state, type, read } = make();
    type('abc\x03x\n');
    expect(state.signals).toEqual(['SIGINT']);
    expect(state.output).toContain('^C');
    expect(read()).toBe('x\n');
  });

  it('gives single bytes without ICANON', () => {
    const { state, type, read } = make({ local: TermiosLocal.ISIG });
    type('q');
    expect(read()).toBe('q');
    expect(state.output).toBe('');
  });

  it('takes the next character literally after ^V', () => {
    const { type, read } = make();
    type('\x16\x03\n');
    expect(read()).toBe('\x03\n');
  });
});

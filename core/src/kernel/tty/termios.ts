import type { Abi } from '../../abi/abi';
import { structCodec } from '../../abi/codecs';
import {
  TERMIOS_CHARACTERS,
  type TermiosCharacter,
  TermiosControl,
  TermiosInput,
  TermiosLocal,
  TermiosOutput,
} from '../../abi/termios-flags';
import type { Thread } from '../thread';

/** The modes of a terminal, in the kernel's own bits. */
export interface Termios {
  readonly input: number;
  readonly output: number;
  readonly control: number;
  readonly local: number;
  readonly characters: Readonly<Record<TermiosCharacter, number>>;
  readonly line: number;
  /** Bits that the kernel has no name for (speeds, delays), kept as the guest wrote them: input, output, control, local. */
  readonly raw: readonly [number, number, number, number] | undefined;
  readonly ispeed: number;
  readonly ospeed: number;
}

const SPEED = 38_400;

/** What a terminal starts with (Linux `tty_std_termios`, the same as `stty sane`). */
export const SANE: Termios = {
  input: TermiosInput.ICRNL | TermiosInput.IXON,
  output: TermiosOutput.OPOST | TermiosOutput.ONLCR,
  control: TermiosControl.CS8 | TermiosControl.CREAD | TermiosControl.HUPCL,
  local:
    TermiosLocal.ISIG |
    TermiosLocal.ICANON |
    TermiosLocal.ECHO |
    TermiosLocal.ECHOE |
    TermiosLocal.ECHOK |
    TermiosLocal.ECHOCTL |
    TermiosLocal.ECHOKE |
    TermiosLocal.IEXTEN,
  characters: {
    VINTR: 3,
    VQUIT: 28,
    VERASE: 127,
    VKILL: 21,
    VEOF: 4,
    VTIME: 0,
    VMIN: 1,
    VSTART: 17,
    VSTOP: 19,
    VSUSP: 26,
    VEOL: 0,
    VREPRINT: 18,
    VDISCARD: 15,
    VWERASE: 23,
    VLNEXT: 22,
    VEOL2: 0,
  },
  line: 0,
  raw: undefined,
  ispeed: SPEED,
  ospeed: SPEED,
};

const TABLES = ['termiosInput', 'termiosOutput', 'termiosControl', 'termiosLocal'] as const;

/** Writes the modes as the guest's struct (`termios` or `termios2`). */
export function writeTermios(
  abi: Abi,
  thread: Thread,
  address: number,
  termios: Termios,
  struct: string,
): void {
  const words = [termios.input, termios.output, termios.control, termios.local];
  // Where speeds are codes they lie in c_cflag; where they are themselves they have members of their own.
  const speed = abi.enums['baud']?.value('B38400') ?? SPEED;
  const raw = termios.raw ?? [0, 0, speed === SPEED ? 0 : speed, 0];
  const [c_iflag, c_oflag, c_cflag, c_lflag] = TABLES.map(
    (table, i) => (abi.flags[table]!.encode(words[i]!) | raw[i]!) >>> 0,
  );
  const codec = structCodec(abi, struct);
  const c_cc = new Uint8Array(codec.fields.find(({ name }) => name === 'c_cc')!.size);
  for (const name of TERMIOS_CHARACTERS) {
    const index = abi.enums['termiosChar']!.value(name);
    if (index !== undefined && index < c_cc.length) c_cc[index] = termios.characters[name];
  }
  codec.write(thread.mem, address, {
    c_iflag,
    c_oflag,
    c_cflag,
    c_lflag,
    c_line: termios.line,
    c_cc,
    c_ispeed: termios.ispeed,
    c_ospeed: termios.ospeed,
  });
}

/** Reads the guest's struct. Speeds that the struct does not have stay as they were. */
export function readTermios(
  abi: Abi,
  thread: Thread,
  address: number,
  old: Termios,
  struct: string,
): Termios {
  const value = structCodec(abi, struct).read(thread.mem, address);
  const words = [value['c_iflag'], value['c_oflag'], value['c_cflag'], value['c_lflag']].map(Number);
  const [input, output, control, local] = TABLES.map((table, i) => abi.flags[table]!.decode(words[i]!));
  const raw = TABLES.map((table, i) => abi.flags[table]!.unknown(words[i]!)) as [
    number,
    number,
    number,
    number,
  ];
  const given = value['c_cc'] as Uint8Array;
  const characters = { ...old.characters };
  for (const name of TERMIOS_CHARACTERS) {
    const index = abi.enums['termiosChar']!.value(name);
    if (index !== undefined && index < given.length) characters[name] = given[index]!;
  }
  return {
    input: input!,
    output: output!,
    control: control!,
    local: local!,
    characters,
    line: Number(value['c_line'] ?? 0),
    raw,
    ispeed: Number(value['c_ispeed'] ?? old.ispeed),
    ospeed: Number(value['c_ospeed'] ?? old.ospeed),
  };
}

/** Whether a terminal in these modes needs nothing of the kernel: the real terminal's own line editing does it all. */
export const isSane = (termios: Termios): boolean =>
  termios.input === SANE.input &&
  termios.output === SANE.output &&
  termios.local === SANE.local &&
  TERMIOS_CHARACTERS.every((name) => termios.characters[name] === SANE.characters[name]);

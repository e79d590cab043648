import { bits } from './flags';

/** Input modes of a terminal (c_iflag), as the kernel's own bits; the headers' names. */
export const TermiosInput = bits(
  'IGNBRK',
  'BRKINT',
  'IGNPAR',
  'PARMRK',
  'INPCK',
  'ISTRIP',
  'INLCR',
  'IGNCR',
  'ICRNL',
  'IUCLC',
  'IXON',
  'IXANY',
  'IXOFF',
  'IMAXBEL',
  'IUTF8',
);
/** Output modes (c_oflag). */
export const TermiosOutput = bits('OPOST', 'OLCUC', 'ONLCR', 'OCRNL', 'ONOCR', 'ONLRET', 'OFILL', 'OFDEL');
/** Control modes (c_cflag); speeds are kept as the guest gave them. */
export const TermiosControl = bits(
  'CS6',
  'CS7',
  'CS8',
  'CSTOPB',
  'CREAD',
  'PARENB',
  'PARODD',
  'HUPCL',
  'CLOCAL',
  'CRTSCTS',
);
/** Local modes (c_lflag). */
export const TermiosLocal = bits(
  'ISIG',
  'ICANON',
  'XCASE',
  'ECHO',
  'ECHOE',
  'ECHOK',
  'ECHONL',
  'NOFLSH',
  'TOSTOP',
  'ECHOCTL',
  'ECHOPRT',
  'ECHOKE',
  'FLUSHO',
  'PENDIN',
  'IEXTEN',
  'EXTPROC',
);
/** Special characters, by the index that c_cc has under this name in each ABI. */
export const TERMIOS_CHARACTERS = [
  'VINTR',
  'VQUIT',
  'VERASE',
  'VKILL',
  'VEOF',
  'VTIME',
  'VMIN',
  'VSTART',
  'VSTOP',
  'VSUSP',
  'VEOL',
  'VREPRINT',
  'VDISCARD',
  'VWERASE',
  'VLNEXT',
  'VEOL2',
] as const;
export type TermiosCharacter = (typeof TERMIOS_CHARACTERS)[number];

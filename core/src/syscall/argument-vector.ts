import type { Thread } from '../kernel/thread';
import type { ArgumentType } from './define';
import { quotePath } from './quote';

const vector = (t: Thread, address: number): string[] => (address === 0 ? [] : t.mem.textVector(address));

const type = (show: (strings: readonly string[], address: string) => string): ArgumentType<string[]> => ({
  width: 'word',
  bind: () => ({
    decode: (t, low) => vector(t, low >>> 0),
    format(t, low) {
      const address = `0x${(low >>> 0).toString(16)}`;
      if (low === 0) return 'NULL';
      try {
        return show(vector(t, low >>> 0), address);
      } catch {
        return address;
      }
    },
  }),
});

/** Most strings of a vector that strace shows. */
const MOST = 32;

/** The argument strings of exec; NULL counts as none, as Linux has it. */
export const argumentVector = type((strings) => {
  const shown = strings.slice(0, MOST).map(quotePath);
  return `[${shown.join(', ')}${strings.length > MOST ? ', ...' : ''}]`;
});

/** The environment of exec, of which strace shows the size. */
export const environmentVector = type(
  (strings, address) => `${address} /* ${strings.length} var${strings.length === 1 ? '' : 's'} */`,
);

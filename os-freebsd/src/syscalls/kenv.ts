import {
  decodeText,
  defineSyscall,
  encodeText,
  errno,
  int,
  type Kernel,
  pathOrNull,
  ptr,
} from '@anyuser/core';

const KENV = { get: 0, set: 1, unset: 2, dump: 3 } as const;
const KENV_MVALLEN = 128;

/** The kernel's environment, by kernel: at first what the loader would have left. */
const environments = new WeakMap<Kernel, Map<string, string>>();
const fromLoader = (): Map<string, string> => new Map([['kernelname', '/boot/kernel/kernel']]);

/** kenv(what, name, value, len) (sys/kern/kern_environment.c). */
export const kenv = defineSyscall({
  name: 'kenv',
  args: { what: int, name: pathOrNull, value: ptr, len: int },
  run(t, { what, name, value, len }) {
    const environment = environments.get(t.kernel) ?? fromLoader();
    environments.set(t.kernel, environment);
    if (what === KENV.dump) {
      const text = encodeText([...environment].map(([key, each]) => `${key}="${each}"\0`).join(''));
      if (value !== 0) t.mem.write(value, text.subarray(0, Math.max(0, len)));
      return text.length;
    }
    if (name === undefined) throw errno('EFAULT');
    const old = environment.get(name);
    if ((what === KENV.set || what === KENV.unset) && t.process.credentials.euid !== 0) throw errno('EPERM');
    switch (what) {
      case KENV.get: {
        if (old === undefined) throw errno('ENOENT');
        const bytes = Uint8Array.of(...encodeText(old), 0).subarray(0, Math.max(0, len));
        t.mem.write(value, bytes);
        return bytes.length;
      }
      case KENV.set: {
        if (len < 1) throw errno('EINVAL');
        const bytes = t.mem.bytes(value, Math.min(len, KENV_MVALLEN)).slice();
        environment.set(name, decodeText(bytes).replace(/\0.*$/s, ''));
        return 0;
      }
      case KENV.unset:
        if (!environment.delete(name)) throw errno('ENOENT');
        return 0;
      default:
        throw errno('EINVAL');
    }
  },
});

import { isAbsolute, resolve } from 'node:path';

/** A host directory or file that the guest sees. */
export interface MountOption {
  /** Absolute path on the host. */
  readonly host: string;
  /** Absolute path in the guest. */
  readonly guest: string;
  readonly readOnly: boolean;
}

/**
 * Reads the value of `--mount`: `HOST:GUEST` or `HOST:GUEST:ro`. The host path may itself hold colons (a Windows drive):
 * the guest path is what follows the last colon before a `/`.
 *
 * @throws RangeError if there is no absolute guest path, or another flag than `ro` or `rw`
 */
export function parseMount(text: string): MountOption {
  const [, host, guest, flag] = /^(.+):(\/[^:]*)(?::([^:]*))?$/.exec(text) ?? [];
  if (host === undefined || guest === undefined) throw new RangeError(`'${text}' is not HOST:/GUEST[:ro]`);
  if (flag !== undefined && flag !== 'ro' && flag !== 'rw') {
    throw new RangeError(`'${flag}' is not ro or rw in the mount '${text}'`);
  }
  return { host: isAbsolute(host) ? host : resolve(host), guest, readOnly: flag === 'ro' };
}

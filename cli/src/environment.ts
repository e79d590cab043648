/** One change to the guest's environment; changes apply in the order of the command line. */
export type EnvironmentChange = { readonly set: string; readonly value: string } | { readonly unset: string };

/**
 * Reads the value of `-E` or `QEMU_SET_ENV`: `VAR=VALUE`, several joined by commas as in QEMU.
 *
 * @throws RangeError if a part has no `=` or no name
 */
export function parseSetEnvironment(list: string): EnvironmentChange[] {
  return list.split(',').map((assignment) => {
    const at = assignment.indexOf('=');
    if (at < 1) throw new RangeError(`'${assignment}' is not VAR=VALUE`);
    return { set: assignment.slice(0, at), value: assignment.slice(at + 1) };
  });
}

/**
 * Reads the value of `-U` or `QEMU_UNSET_ENV`: names joined by commas.
 *
 * @throws RangeError if a part is empty or has a `=`
 */
export function parseUnsetEnvironment(list: string): EnvironmentChange[] {
  return list.split(',').map((name) => {
    if (name === '' || name.includes('=')) throw new RangeError(`'${name}' is not the name of a variable`);
    return { unset: name };
  });
}

/** The guest's environment: the host's with the changes applied, in the host's order. */
export function guestEnvironment(
  host: Readonly<Record<string, string | undefined>>,
  changes: readonly EnvironmentChange[],
): Record<string, string> {
  const variables = new Map(Object.entries(host));
  for (const change of changes) {
    if ('set' in change) variables.set(change.set, change.value);
    else variables.delete(change.unset);
  }
  const guest: Record<string, string> = {};
  for (const [name, value] of variables) if (value !== undefined) guest[name] = value;
  return guest;
}

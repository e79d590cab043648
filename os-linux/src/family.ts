/** Which of Linux's two number worlds a cell uses: the generic one (ARM and most others) or MIPS's own. */
export type Family = 'generic' | 'mips';

/** A table's cell: one value for both families, or a pair with undefined where a family lacks the name. */
export type FamilyValue = number | readonly [generic: number | undefined, mips: number | undefined];

/** The rows of a table that a family has. */
export function valuesOf(
  rows: Readonly<Record<string, FamilyValue>>,
  family: Family,
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [name, value] of Object.entries(rows)) {
    const own = typeof value === 'number' ? value : value[family === 'generic' ? 0 : 1];
    if (own !== undefined) values[name] = own;
  }
  return values;
}

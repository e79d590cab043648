import { ExitKind } from '../ir/op';

const names = Object.keys(ExitKind) as (keyof typeof ExitKind)[];

/** How often guest code was left for each reason, for --stats. */
export class ExitCounters {
  private readonly counts = new Float64Array(names.length);

  /** @param kind - see ExitKind. */
  count(kind: number): void {
    this.counts[kind]!++;
  }

  /** The counts by the reasons' names. */
  values(): Readonly<Record<string, number>> {
    return Object.fromEntries(names.map((name) => [name, this.counts[ExitKind[name]]!]));
  }
}

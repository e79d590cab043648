import { PendingSignals } from './pending';
import { SignalSet } from './signal-set';

const none = new SignalSet();

describe('PendingSignals', () => {
  it('merges standard signals and queues real-time ones in order', () => {
    const pending = new PendingSignals();
    expect(pending.add({ signal: 'SIGUSR1', code: 'SI_USER', pid: 1 })).toBe(true);
    expect(pending.add({ signal: 'SIGUSR1', code: 'SI_USER', pid: 2 })).toBe(false);
    for (const value of [1, 2, 3]) pending.add({ signal: 'SIGRT4', code: 'SI_QUEUE', value });
    expect(pending.take(none)).toMatchObject({ signal: 'SIGUSR1', pid: 1 });
    expect([1, 2, 3].map(() => pending.take(none)?.value)).toEqual([1, 2, 3]);
    expect(pending.take(none)).toBeUndefined();
    expect(pending.count).toBe(0);
  });

  it('gives faults first, and nothing that is blocked', () => {
    const pending = new PendingSignals();
    pending.add({ signal: 'SIGHUP', code: 'SI_USER' });
    pending.add({ signal: 'SIGSEGV', code: 'SEGV_MAPERR' });
    pending.add({ signal: 'SIGUSR2', code: 'SI_USER' });
    const blocked = SignalSet.of('SIGUSR2');
    expect(pending.hasUnblocked(blocked)).toBe(true);
    expect(pending.take(blocked)?.signal).toBe('SIGSEGV');
    expect(pending.take(blocked)?.signal).toBe('SIGHUP');
    expect(pending.take(blocked)).toBeUndefined();
    expect(pending.hasUnblocked(blocked)).toBe(false);
    pending.drop('SIGUSR2');
    expect(pending.set.empty).toBe(true);
  });
});

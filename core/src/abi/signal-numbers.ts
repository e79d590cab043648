import { errno } from '../kernel/errno';
import type { GuestView } from '../memory/guest-view';
import type { Signal } from '../signal/signal';
import { SignalSet } from '../signal/signal-set';
import type { Abi } from './abi';

interface Numbers {
  readonly toSignal: ReadonlyMap<number, Signal>;
  readonly max: number;
}

const tables = new WeakMap<Abi['signals'], Numbers>();

function numbersOf(abi: Abi): Numbers {
  let numbers = tables.get(abi.signals);
  if (numbers === undefined) {
    const toSignal = new Map<number, Signal>();
    for (const [signal, number] of Object.entries(abi.signals) as [Signal, number][]) {
      if (!toSignal.has(number)) toSignal.set(number, signal);
    }
    numbers = { toSignal, max: Math.max(...toSignal.keys()) };
    tables.set(abi.signals, numbers);
  }
  return numbers;
}

/** The signal that a guest number means; undefined where the cell has none. */
export const signalOf = (abi: Abi, number: number): Signal | undefined => numbersOf(abi).toSignal.get(number);

/** A signal's guest number; 0 where the system lacks it. */
export const signalNumber = (abi: Abi, signal: Signal): number => abi.signals[signal] ?? 0;

/** Reads a sigset_t: words of 32 bits in guest order (a 64-bit word is two of them), bit n-1 = signal n. */
export function readSigset(abi: Abi, memory: GuestView, address: number, size = abi.sigsetSize): SignalSet {
  const set = new SignalSet();
  for (let at = 0; at < size; at += 4) {
    const bits = memory.u32(address + wordOffset(abi, at));
    for (let bit = 0; bit < 32; bit++) {
      if (((bits >>> bit) & 1) === 0) continue;
      const signal = signalOf(abi, at * 8 + bit + 1);
      if (signal !== undefined) set.add(signal);
    }
  }
  return set;
}

/** The 32-bit words of a sigset, lowest signals first. */
export function sigsetWords(abi: Abi, set: SignalSet, size = abi.sigsetSize): number[] {
  const words = new Array<number>(size / 4).fill(0);
  for (const signal of set) {
    const number = signalNumber(abi, signal);
    if (number > 0 && number <= size * 8) words[(number - 1) >> 5]! |= 1 << ((number - 1) & 31);
  }
  return words;
}

/** Writes a sigset_t. */
export function writeSigset(
  abi: Abi,
  memory: GuestView,
  address: number,
  set: SignalSet,
  size = abi.sigsetSize,
): void {
  sigsetWords(abi, set, size).forEach((word, i) => {
    memory.setU32(address + wordOffset(abi, i * 4), word >>> 0);
  });
}

/** The set whose 32-bit words are given, lowest signals first. */
export function sigsetOf(abi: Abi, words: readonly number[]): SignalSet {
  const set = new SignalSet();
  words.forEach((word, i) => {
    for (let bit = 0; bit < 32; bit++) {
      const signal = ((word >>> bit) & 1) === 0 ? undefined : signalOf(abi, i * 32 + bit + 1);
      if (signal !== undefined) set.add(signal);
    }
  });
  return set;
}

/** 64-bit big-endian kernels keep sigset words as 64-bit longs: the halves lie swapped. */
const wordOffset = (abi: Abi, at: number): number =>
  abi.data.bigEndian && abi.data.word === 8 ? at ^ 4 : at;

/** The signal of a number given to kill and the like. @throws KernelError EINVAL */
export function requireSignal(abi: Abi, number: number): Signal {
  const signal = signalOf(abi, number);
  if (signal === undefined) throw errno('EINVAL');
  return signal;
}

import type { DependencyContainer } from 'tsyringe';

/** A package's contribution: a value that registers implementations when an emulator is assembled. Importing it changes nothing. */
export interface Plugin {
  readonly name: string;
  register(container: DependencyContainer): void;
}

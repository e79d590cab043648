/**
 * The `anyuser` command as a library: its command line, and the emulator that it assembles.
 *
 * @packageDocumentation
 */
export { assemble } from './assemble';
export { parseCommandLine } from './command-line';
export type { EnvironmentChange } from './environment';
export type { EngineChoice, Invocation, RunInvocation } from './invocation';
export type { LogItem } from './log-items';
export type { MountOption } from './mount-option';
export { UsageError } from './usage-error';

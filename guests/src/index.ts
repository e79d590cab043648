/**
 * Test programs for emulators of Linux user space: sources, built files and what they must print.
 *
 * @packageDocumentation
 */

export * from './elf-with-symbols';
export * from './layout';
export * from './program';
export * from './run-guest';
export * from './target';

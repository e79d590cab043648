/**
 * The shared core: loader, kernel, intermediate representation and execution.
 *
 * @packageDocumentation
 */
export * from './di/plugin';
export * from './di/token';
export * from './exec/engine';
export * from './float/environment';
export * from './ir/block';
export * from './ir/builder';
export * from './ir/op';
export * from './ir/types';
export * from './isa/architecture';
export * from './isa/decoder';
export * from './isa/location';
export * from './isa/pattern';
export * from './loader/image';
export * from './memory/guest-memory';
export * from './memory/layout';

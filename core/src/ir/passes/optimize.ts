import type { IrBlock } from '../block';
import { ForwardPass, type PassOptions } from './forward';
import { removeDead } from './remove-dead';

/** A block with the same effects on every path, faults included, in fewer instructions. */
export const optimize = (block: IrBlock, options: PassOptions): IrBlock =>
  removeDead(new ForwardPass(options).run(block), options);

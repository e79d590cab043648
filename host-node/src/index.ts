/**
 * The Host of anyuser over Node.js.
 *
 * @packageDocumentation
 */
export { nodeHost } from './node-host';

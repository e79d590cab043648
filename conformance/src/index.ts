/**
 * Debian's packages as sysroots, for whatever compares anyuser with other systems on real programs.
 *
 * @packageDocumentation
 */
export * from './cache-directory';
export * from './debian/apt';
export * from './debian/package-sets';
export * from './debian/sysroot';

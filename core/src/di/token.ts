import type { InjectionToken } from 'tsyringe';

/**
 * A typed key under which implementations of an interface are registered and injected. By convention it bears the
 * interface's own name: `export interface Host {…}` and `export const Host = token<Host>('Host')`.
 */
export type Token<T> = InjectionToken<T> & symbol & { readonly __service?: T };

/** Makes a token. The description appears in error messages only. */
export const token = <T>(description: string): Token<T> => Symbol(description) as Token<T>;

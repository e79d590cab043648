type State = 'waiting' | 'done' | 'failed';

/**
 * A result that comes later, within the kernel: a promise whose listeners are called at once when it settles, and not turns of the
 * microtask queue later, which cost more than the rest of a short sleep. Settled only by what the scheduler calls, never inside
 * a thread's own call. Awaiting one works as with any other promise.
 */
export class Later<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = 'Later';
  private state: State = 'waiting';
  private outcome: unknown;
  private listener: (() => void) | undefined;
  private others: (() => void)[] | undefined;

  /** Settles it with a value. Once. */
  resolve(value: T): void {
    this.settle('done', value);
  }
  /** Settles it with an error. Once. */
  reject(error: unknown): void {
    this.settle('failed', error);
  }
  /** Whether it is still to come. */
  get pending(): boolean {
    return this.state === 'waiting';
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise.
  then<R = T, F = never>(
    onDone?: ((value: T) => R | PromiseLike<R>) | null,
    onFailed?: ((error: unknown) => F | PromiseLike<F>) | null,
  ): Later<R | F> {
    const next = new Later<R | F>();
    this.after(() => {
      const handler = this.state === 'done' ? onDone : onFailed;
      if (handler === undefined || handler === null) {
        next.settle(this.state, this.outcome);
        return;
      }
      try {
        next.adopt((handler as (outcome: unknown) => R | F | PromiseLike<R | F>)(this.outcome));
      } catch (error) {
        next.reject(error);
      }
    });
    return next;
  }
  catch<F = never>(onFailed?: ((error: unknown) => F | PromiseLike<F>) | null): Later<T | F> {
    return this.then(undefined, onFailed);
  }
  finally(onSettled?: (() => void) | null): Later<T> {
    const next = new Later<T>();
    this.after(() => {
      try {
        onSettled?.();
        next.settle(this.state, this.outcome);
      } catch (error) {
        next.reject(error);
      }
    });
    return next;
  }

  /** As `then` without a result: both must not throw. */
  listen(onDone: (value: T) => void, onFailed: (error: unknown) => void): void {
    this.after(() => {
      if (this.state === 'done') onDone(this.outcome as T);
      else onFailed(this.outcome);
    });
  }

  private adopt(result: T | PromiseLike<T>): void {
    if (isLater(result))
      result.then(
        (value) => this.resolve(value),
        (error: unknown) => this.reject(error),
      );
    else this.resolve(result as T);
  }

  private after(listener: () => void): void {
    if (this.state !== 'waiting') listener();
    else if (this.listener === undefined) this.listener = listener;
    else {
      this.others ??= [];
      this.others.push(listener);
    }
  }

  private settle(state: State, outcome: unknown): void {
    this.state = state;
    this.outcome = outcome;
    this.listener?.();
    if (this.others !== undefined) for (const listener of this.others) listener();
  }
}

/** Whether a call's result comes later: a promise of either kind. */
export function isLater<T>(result: T | PromiseLike<T>): result is Promise<T> {
  // biome-ignore lint/plugin: this is the place that asks
  return result instanceof Later || result instanceof Promise;
}

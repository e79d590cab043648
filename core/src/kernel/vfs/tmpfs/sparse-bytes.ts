const CHUNK = 16_384;

/** A file's bytes in memory: chunks that exist only where something was written. Positions and sizes in bytes. */
export class SparseBytes {
  private readonly chunks: (Uint8Array | undefined)[] = [];
  private length = 0;
  private held = 0;

  get size(): number {
    return this.length;
  }
  /** Bytes of memory in use. */
  get allocated(): number {
    return this.held * CHUNK;
  }

  read(buffer: Uint8Array, position: number): number {
    const count = Math.max(0, Math.min(buffer.length, this.length - position));
    for (let done = 0; done < count; ) {
      const at = position + done;
      const within = at % CHUNK;
      const n = Math.min(count - done, CHUNK - within);
      const chunk = this.chunks[(at - within) / CHUNK];
      if (chunk === undefined) buffer.fill(0, done, done + n);
      else buffer.set(chunk.subarray(within, within + n), done);
      done += n;
    }
    return count;
  }

  write(buffer: Uint8Array, position: number): number {
    for (let done = 0; done < buffer.length; ) {
      const at = position + done;
      const within = at % CHUNK;
      const n = Math.min(buffer.length - done, CHUNK - within);
      this.chunk((at - within) / CHUNK).set(buffer.subarray(done, done + n), within);
      done += n;
    }
    this.length = Math.max(this.length, position + buffer.length);
    return buffer.length;
  }

  private chunk(index: number): Uint8Array {
    let chunk = this.chunks[index];
    if (chunk === undefined) {
      chunk = new Uint8Array(CHUNK);
      this.chunks[index] = chunk;
      this.held++;
    }
    return chunk;
  }

  truncate(size: number): void {
    if (size < this.length) this.punch(size, this.length - size);
    this.length = size;
    const keep = Math.ceil(size / CHUNK);
    if (this.chunks.length > keep) this.chunks.length = keep;
  }

  /** Makes a range read as zeroes and gives whole chunks back. */
  punch(offset: number, length: number): void {
    const end = Math.min(offset + length, this.chunks.length * CHUNK);
    for (let at = offset; at < end; ) {
      const within = at % CHUNK;
      const n = Math.min(end - at, CHUNK - within);
      const index = (at - within) / CHUNK;
      if (n === CHUNK && this.chunks[index] !== undefined) {
        this.chunks[index] = undefined;
        this.held--;
      } else this.chunks[index]?.fill(0, within, within + n);
      at += n;
    }
  }

  /** The next byte of data (or of a hole, which also lies at the end) from a position on; undefined where there is none. */
  next(position: number, hole: boolean): number | undefined {
    for (let at = position; at < this.length; at = (Math.floor(at / CHUNK) + 1) * CHUNK)
      if ((this.chunks[Math.floor(at / CHUNK)] === undefined) === hole) return at;
    return hole ? this.length : undefined;
  }
}

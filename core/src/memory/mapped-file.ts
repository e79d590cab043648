import type { Mappable } from '../kernel/open-file';

/** Keeps a file open while it is mapped. */
export interface FileHold {
  hold(): void;
  drop(): void;
}

/** A file as the source of private mappings; holds the file open for as long as any region refers to it. */
export class MappedFile {
  private bytes = 0;

  constructor(
    readonly source: Mappable,
    private readonly file?: FileHold,
  ) {}

  /** Regions refer to so many bytes more. */
  retain(bytes: number): void {
    if (this.bytes === 0) this.file?.hold();
    this.bytes += bytes;
  }
  /** Regions refer to so many bytes less. */
  release(bytes: number): void {
    this.bytes -= bytes;
    if (this.bytes === 0) this.file?.drop();
  }
}

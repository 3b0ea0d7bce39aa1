import { Buffer } from 'node:buffer';
import { BulkError } from './bulk-error.ts';
import type { StoryParts } from './story.ts';
import type {
  CommitCondition,
  CommitOutcome,
  ObjectAddress,
  OutputFacts,
  OutputStore,
  PartUpload,
  StoredPart,
  StoreTrouble,
} from './ports.ts';

const NO_PART = Buffer.alloc(0);
const MIB = 1024 * 1024;
const SMALL_PART_BYTES = 8 * MIB;
const LARGE_PART_BYTES = 24 * MIB;
/** How long an abort waits for parts on their way. */
const ABORT_WAIT_MS = 3000;
const SMALL_PARTS = 4000;
const MAX_PARTS = 10_000;

export interface OutputTarget {
  readonly store: OutputStore;
  readonly address: ObjectAddress;
  /** Asked when the first part is full, or the output ends before. */
  readonly facts: () => OutputFacts;
  readonly condition: CommitCondition;
}

/** Gathers an output into parts; nothing is visible before `commit` says `written`. */
export class OutputWriter {
  bytesWritten = 0;
  readonly #target: OutputTarget;
  readonly #stored: Promise<StoredPart>[] = [];
  /** Free buffers of parts that the store has taken. */
  readonly #free: Buffer[] = [];
  #part: Buffer = NO_PART;
  #size = 0;
  #upload: PartUpload | undefined;
  #starting: Promise<PartUpload> | undefined;
  #isClosed = false;

  constructor(target: OutputTarget) {
    this.#target = target;
  }

  /** Takes a copy; waits while two parts are on their way. */
  async write(block: Buffer): Promise<void> {
    for (let at = 0; at < block.length;) {
      this.#checkOpen();
      if (this.#part.length === 0) this.#part = this.#newPart();
      const copied = block.copy(this.#part, this.#size, at);
      at += copied;
      this.#size += copied;
      this.bytesWritten += copied;
      if (this.#size === this.#part.length) await this.#sendPart();
    }
  }

  /** Everything is written: makes it visible if the condition still holds. May be called again. */
  async commit(): Promise<CommitOutcome> {
    const { store, address, facts, condition } = this.#target;
    if (this.#stored.length === 0) {
      const bytes = this.#part.subarray(0, this.#size);
      return store.put({ address, bytes, facts: facts(), condition });
    }
    if (this.#size > 0) await this.#sendPart();
    const upload = await this.#startedUpload();
    return upload.complete(await Promise.all(this.#stored), condition);
  }

  /** Drops all of it; false if parts may be left. */
  async abort(wait: StoryParts['wait']): Promise<boolean> {
    this.#isClosed = true;
    // A part that is stored after the abort would stay.
    const done = new AbortController();
    const patience = wait(ABORT_WAIT_MS, done.signal).catch(() => undefined);
    const starting = this.#starting?.catch(() => undefined);
    const onTheirWay = Promise.allSettled([starting, ...this.#stored]).then(() => true);
    const isQuiet = await Promise.race([onTheirWay, patience]);
    done.abort();
    if (this.#upload !== undefined || isQuiet === true)
      return (await this.#upload?.abort()) ?? true;
    // The store may still answer with an upload, which nobody will have.
    void starting?.then((upload) => upload?.abort());
    return starting === undefined;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new BulkError('TIME_UP', 'the output was given up');
  }

  #newPart(): Buffer {
    const isLarge = this.#stored.length >= SMALL_PARTS;
    const byteLength =
      this.#target.store.partBytes ?? (isLarge ? LARGE_PART_BYTES : SMALL_PART_BYTES);
    const free = this.#free.pop();
    return free?.length === byteLength ? free : Buffer.allocUnsafeSlow(byteLength);
  }

  async #sendPart(): Promise<void> {
    const partNumber = this.#stored.length + 1;
    const limit = this.#target.store.maxParts ?? MAX_PARTS;
    if (partNumber > limit) {
      throw new BulkError('OUTPUT_TOO_LARGE', 'the output needs more parts than a store takes', {
        limit,
        sizeBytes: this.bytesWritten,
      });
    }
    // Two parts are on their way, large ones alone.
    await this.#stored.at(partNumber > SMALL_PARTS ? -1 : -2);
    this.#checkOpen();
    const upload = await this.#startedUpload();
    this.#checkOpen();
    const [buffer, size] = [this.#part, this.#size];
    this.#part = NO_PART;
    this.#size = 0;
    const storing = this.#store(upload, partNumber, buffer.subarray(0, size)).finally(() => {
      this.#free.push(buffer);
    });
    // Looked at when the next part is due, at the latest at the commit.
    storing.catch(() => undefined);
    this.#stored.push(storing);
  }

  async #store(upload: PartUpload, partNumber: number, bytes: Buffer): Promise<StoredPart> {
    const outcome = await upload.uploadPart(partNumber, bytes);
    if (outcome.kind === 'stored') return outcome.part;
    throw writeFailed(outcome);
  }

  #startedUpload(): Promise<PartUpload> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<PartUpload> {
    const { store, address, facts } = this.#target;
    const started = await store.startUpload(address, facts());
    if (started.kind !== 'started') throw writeFailed(started);
    this.#upload = started.upload;
    return started.upload;
  }
}

export function writeFailed({ kind, call, answer }: StoreTrouble): BulkError {
  const why = kind === 'denied' ? 'access denied' : 'the store fails';
  const said = answer === undefined ? '' : `, ${answer}`;
  return new BulkError(
    'OUTPUT_WRITE_FAILED',
    `the output cannot be written: ${why} (${call}${said})`,
    {
      call,
      ...(answer === undefined ? {} : { detail: answer }),
    },
  );
}

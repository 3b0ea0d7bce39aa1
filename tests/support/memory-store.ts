import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type {
  CommitCondition,
  CommitOutcome,
  HeadOutcome,
  ObjectAddress,
  ObjectFacts,
  OutputFacts,
  OutputStore,
  PartUpload,
  ReadOutcome,
  ReadRequest,
  SourceStore,
  StoredPart,
  WholeOutput,
} from '../../src/bulk/ports.ts';

export interface MemoryObject {
  readonly bytes: Buffer;
  readonly facts: ObjectFacts;
}

/** A store in memory that keeps what the ports promise: conditions, invisible parts, chunks of any size. */
export class MemoryStore implements SourceStore, OutputStore {
  readonly objects = new Map<string, MemoryObject>();
  /** Uploads that are neither completed nor aborted. */
  readonly openUploads = new Set<number>();
  /** Calls in their order, for tests that count them. */
  readonly calls: string[] = [];
  /** Called before each call; may answer in its place, throw, or change the store meanwhile. */
  before: (call: string, count: number) => unknown = () => undefined;
  chunkBytes = 65_536;
  #uploads = 0;

  static nameOf({ bucket, key }: ObjectAddress): string {
    return `${bucket}/${key}`;
  }

  set(address: ObjectAddress, bytes: Buffer, facts: Partial<ObjectFacts> = {}): void {
    this.objects.set(MemoryStore.nameOf(address), {
      bytes,
      facts: {
        etag: createHash('md5').update(bytes).digest('hex'),
        byteLength: bytes.length,
        contentType: undefined,
        contentEncoding: undefined,
        metadata: new Map(),
        ...facts,
      },
    });
  }

  get(address: ObjectAddress): MemoryObject | undefined {
    return this.objects.get(MemoryStore.nameOf(address));
  }

  async head(address: ObjectAddress): Promise<HeadOutcome> {
    return this.#answer('HeadObject', () => {
      const found = this.get(address);
      return found === undefined ? { kind: 'absent' } : { kind: 'found', facts: found.facts };
    });
  }

  async read(request: ReadRequest): Promise<ReadOutcome> {
    return this.#answer('GetObject', (): ReadOutcome => {
      const found = this.get(request);
      if (found === undefined) return { kind: 'absent' };
      if (request.etag !== undefined && request.etag !== found.facts.etag)
        return { kind: 'changed' };
      const body = this.#chunks(found.bytes.subarray(request.fromByte));
      return { kind: 'found', facts: found.facts, body };
    });
  }

  async put({ address, bytes, facts, condition }: WholeOutput): Promise<CommitOutcome> {
    const copy = Buffer.from(bytes);
    return this.#answer('PutObject', () => this.#commit(address, copy, { facts, condition }));
  }

  async startUpload(
    address: ObjectAddress,
    facts: OutputFacts,
  ): Promise<{ readonly kind: 'started'; readonly upload: PartUpload }> {
    return this.#answer('CreateMultipartUpload', () => {
      this.#uploads += 1;
      const upload = this.#upload(this.#uploads, address, facts);
      return { kind: 'started', upload } as const;
    });
  }

  #upload(id: number, address: ObjectAddress, facts: OutputFacts): PartUpload {
    const parts = new Map<string, Buffer>();
    this.openUploads.add(id);
    return {
      uploadPart: (partNumber, bytes) => {
        const copy = Buffer.from(bytes);
        return this.#answer('UploadPart', () => {
          const part = { partNumber, etag: `part-${String(partNumber)}` };
          parts.set(part.etag, copy);
          return { kind: 'stored', part } as const;
        });
      },
      complete: (stored: readonly StoredPart[], condition) =>
        this.#answer('CompleteMultipartUpload', () => {
          const whole = Buffer.concat(
            stored.map(({ etag }) => parts.get(etag) ?? Buffer.from('?')),
          );
          const outcome = this.#commit(address, whole, { facts, condition });
          if (outcome.kind === 'written') this.openUploads.delete(id);
          return outcome;
        }),
      abort: () =>
        this.#answer('AbortMultipartUpload', () => {
          this.openUploads.delete(id);
          return true;
        }),
    };
  }

  #commit(
    address: ObjectAddress,
    bytes: Buffer,
    { facts, condition }: { readonly facts: OutputFacts; readonly condition: CommitCondition },
  ): CommitOutcome {
    const there = this.get(address)?.facts.etag;
    const holds = condition.kind === 'absent' ? there === undefined : there === condition.etag;
    if (!holds) return { kind: 'conflict' };
    this.set(address, bytes, facts);
    return { kind: 'written' };
  }

  async #answer<Outcome>(call: string, act: () => Outcome): Promise<Outcome> {
    this.calls.push(call);
    const count = this.calls.filter((one) => one === call).length;
    const instead = (await this.before(call, count)) as Outcome | undefined;
    return instead ?? act();
  }

  async *#chunks(bytes: Buffer): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += this.chunkBytes) {
      await this.before('chunk', at);
      yield bytes.subarray(at, at + this.chunkBytes);
    }
  }
}

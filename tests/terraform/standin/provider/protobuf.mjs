// The wire format of protocol buffers, as far as Terraform's plugin protocol needs it.

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Builds one message, field by field. Zero values are left out, as proto3 asks. */
export class MessageWriter {
  #chunks = [];

  integer(field, value) {
    return value ? this.#tag(field, VARINT).#varint(value) : this;
  }

  flag(field, value) {
    return this.integer(field, value ? 1 : 0);
  }

  text(field, value) {
    return value ? this.bytes(field, value) : this;
  }

  bytes(field, value) {
    const buffer = Buffer.from(value);
    this.#tag(field, LENGTH_DELIMITED).#varint(buffer.length);
    this.#chunks.push(buffer);
    return this;
  }

  message(field, build) {
    const inner = new MessageWriter();
    build(inner);
    return this.bytes(field, inner.finish());
  }

  finish() {
    return Buffer.concat(this.#chunks);
  }

  #tag(field, wireType) {
    return this.#varint(field * 8 + wireType);
  }

  #varint(value) {
    const octets = [];
    let rest = value;
    while (rest > 127) {
      octets.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    octets.push(rest);
    this.#chunks.push(Buffer.from(octets));
    return this;
  }
}

/** Reads one message. A field that was not sent reads as its zero value. */
export class MessageReader {
  #buffer;
  #offset = 0;
  #fields = new Map();

  constructor(buffer) {
    this.#buffer = buffer;
    while (this.#offset < buffer.length) this.#readField();
  }

  /** Every value of a repeated field, in order. */
  all(field) {
    return this.#fields.get(field) ?? [];
  }

  /** The bytes of a field, or null where it was not sent. */
  bytes(field) {
    return this.all(field)[0] ?? null;
  }

  text(field) {
    return this.bytes(field)?.toString('utf8') ?? '';
  }

  integer(field) {
    return Number(this.all(field)[0] ?? 0);
  }

  #readField() {
    const tag = Number(this.#varint());
    const field = Math.floor(tag / 8);
    const value = this.#readValue(tag % 8);
    if (!this.#fields.has(field)) this.#fields.set(field, []);
    this.#fields.get(field).push(value);
  }

  #readValue(wireType) {
    switch (wireType) {
      case VARINT:
        return this.#varint();
      case FIXED_64:
        return this.#take(8);
      case LENGTH_DELIMITED:
        return this.#take(Number(this.#varint()));
      case FIXED_32:
        return this.#take(4);
      default:
        throw new Error(`protobuf: wire type ${wireType} is not supported`);
    }
  }

  #varint() {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const octet = this.#take(1)[0];
      value |= BigInt(octet & 127) << shift;
      if (octet < 128) return value;
    }
  }

  #take(length) {
    const end = this.#offset + length;
    if (end > this.#buffer.length)
      throw new Error('protobuf: the message ends in the middle of a field');
    const slice = this.#buffer.subarray(this.#offset, end);
    this.#offset = end;
    return slice;
  }
}

// MessagePack, as far as Terraform uses it to send values to a provider.

/** A value that Terraform does not know yet ("known after apply"). On the wire it is an extension type. */
export const UNKNOWN = Symbol('unknown');

const NIL = 0xc0;
const FALSE = 0xc2;
const TRUE = 0xc3;
const FIX_EXT_1 = 0xd4;
const TWO_TO_THE_32 = 2 ** 32;

export function decode(buffer) {
  return new Decoder(buffer).value();
}

class Decoder {
  #buffer;
  #offset = 0;

  constructor(buffer) {
    this.#buffer = buffer;
  }

  value() {
    const code = this.#uint(1);
    if (code < 0x80) return code;
    if (code < 0x90) return this.#map(code - 0x80);
    if (code < 0xa0) return this.#array(code - 0x90);
    if (code < 0xc0) return this.#string(code - 0xa0);
    if (code >= 0xe0) return code - 0x100;
    return this.#tagged(code);
  }

  #tagged(code) {
    switch (code) {
      case NIL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case 0xc4:
        return this.#take(this.#uint(1));
      case 0xc5:
        return this.#take(this.#uint(2));
      case 0xc6:
        return this.#take(this.#uint(4));
      case 0xc7:
        return this.#unknown(this.#uint(1));
      case 0xc8:
        return this.#unknown(this.#uint(2));
      case 0xc9:
        return this.#unknown(this.#uint(4));
      case 0xca:
        return this.#take(4).readFloatBE();
      case 0xcb:
        return this.#take(8).readDoubleBE();
      case 0xcc:
        return this.#uint(1);
      case 0xcd:
        return this.#uint(2);
      case 0xce:
        return this.#uint(4);
      case 0xcf:
        return Number(this.#take(8).readBigUInt64BE());
      case 0xd0:
        return this.#take(1).readInt8();
      case 0xd1:
        return this.#take(2).readInt16BE();
      case 0xd2:
        return this.#take(4).readInt32BE();
      case 0xd3:
        return Number(this.#take(8).readBigInt64BE());
      case 0xd4:
        return this.#unknown(1);
      case 0xd5:
        return this.#unknown(2);
      case 0xd6:
        return this.#unknown(4);
      case 0xd7:
        return this.#unknown(8);
      case 0xd8:
        return this.#unknown(16);
      case 0xd9:
        return this.#string(this.#uint(1));
      case 0xda:
        return this.#string(this.#uint(2));
      case 0xdb:
        return this.#string(this.#uint(4));
      case 0xdc:
        return this.#array(this.#uint(2));
      case 0xdd:
        return this.#array(this.#uint(4));
      case 0xde:
        return this.#map(this.#uint(2));
      case 0xdf:
        return this.#map(this.#uint(4));
      default:
        throw new Error(`msgpack: byte 0x${code.toString(16)} is not supported`);
    }
  }

  #map(size) {
    const entries = Array.from({ length: size }, () => [this.value(), this.value()]);
    return Object.fromEntries(entries);
  }

  #array(size) {
    return Array.from({ length: size }, () => this.value());
  }

  #string(length) {
    return this.#take(length).toString('utf8');
  }

  // The payload may narrow what the value can become ("refinements"); a stand-in has no use for that.
  #unknown(payloadLength) {
    this.#take(1 + payloadLength);
    return UNKNOWN;
  }

  #uint(bytes) {
    return this.#take(bytes).readUIntBE(0, bytes);
  }

  #take(length) {
    const end = this.#offset + length;
    if (end > this.#buffer.length) throw new Error('msgpack: the value ends too early');
    const slice = this.#buffer.subarray(this.#offset, end);
    this.#offset = end;
    return slice;
  }
}

export function encode(value) {
  const chunks = [];
  write(chunks, value);
  return Buffer.concat(chunks);
}

function write(chunks, value) {
  if (value === UNKNOWN) chunks.push(Buffer.from([FIX_EXT_1, 0, 0]));
  else if (value === null || value === undefined) chunks.push(Buffer.from([NIL]));
  else if (typeof value === 'boolean') chunks.push(Buffer.from([value ? TRUE : FALSE]));
  else if (typeof value === 'number') chunks.push(number(value));
  else if (typeof value === 'string')
    chunks.push(header(0xdb, Buffer.byteLength(value)), Buffer.from(value));
  else if (Buffer.isBuffer(value)) chunks.push(header(0xc6, value.length), value);
  else if (Array.isArray(value)) writeArray(chunks, value);
  else writeMap(chunks, value);
}

function writeArray(chunks, items) {
  chunks.push(header(0xdd, items.length));
  for (const item of items) write(chunks, item);
}

// Sorted keys make equal values equal bytes.
function writeMap(chunks, map) {
  const keys = Object.keys(map).sort();
  chunks.push(header(0xdf, keys.length));
  for (const key of keys) {
    write(chunks, key);
    write(chunks, map[key]);
  }
}

function header(code, size) {
  if (size >= TWO_TO_THE_32) throw new Error('msgpack: the value is too long');
  const buffer = Buffer.alloc(5);
  buffer[0] = code;
  buffer.writeUInt32BE(size, 1);
  return buffer;
}

function number(value) {
  const buffer = Buffer.alloc(9);
  if (Number.isSafeInteger(value)) {
    buffer[0] = 0xd3;
    buffer.writeBigInt64BE(BigInt(value), 1);
  } else {
    buffer[0] = 0xcb;
    buffer.writeDoubleBE(value, 1);
  }
  return buffer;
}

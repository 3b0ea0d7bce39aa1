import assert from 'node:assert/strict';
import { decode, encode, UNKNOWN } from '../provider/msgpack.mjs';
import { MessageReader, MessageWriter } from '../provider/protobuf.mjs';

export async function checkWire({ check }) {
  await check('protobuf: what is written reads back', () => {
    const bytes = new MessageWriter()
      .integer(1, 300)
      .text(2, 'Grüße')
      .flag(15, true)
      .message(16, (inner) => inner.integer(1, 2 ** 40))
      .finish();
    const message = new MessageReader(bytes);
    assert.equal(message.integer(1), 300);
    assert.equal(message.text(2), 'Grüße');
    assert.equal(message.integer(15), 1);
    assert.equal(new MessageReader(message.bytes(16)).integer(1), 2 ** 40);
  });
  await check('protobuf: the bytes are those of the format', () => {
    assert.equal(
      new MessageWriter().integer(1, 150).text(2, 'testing').finish().toString('hex'),
      '089601120774657374696e67',
    );
  });
  await check('protobuf: a cut message is refused', () => {
    assert.throws(() => new MessageReader(Buffer.from([0x12, 0x07, 0x74])), /ends in the middle/);
  });
  await check('msgpack: what is written reads back', () => {
    const value = {
      text: 'Grüße',
      long: 'x'.repeat(70_000),
      list: [1, -1, 2 ** 40, 1.5, true, false, null],
      none: {},
      later: UNKNOWN,
    };
    assert.deepEqual(decode(encode(value)), value);
  });
  await check('msgpack: the short forms that terraform sends', () => {
    assert.deepEqual(decode(Buffer.from('84a161c3a16293010203a163cd0100a164d1ff00', 'hex')), {
      a: true,
      b: [1, 2, 3],
      c: 256,
      d: -256,
    });
    assert.equal(decode(Buffer.from('c7030c818001', 'hex')), UNKNOWN);
  });
  await check('msgpack: a cut value is refused', () => {
    assert.throws(() => decode(Buffer.from('93a161', 'hex')), /ends too early/);
  });
}

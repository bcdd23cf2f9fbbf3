/** The wire format of protobuf, as far as a reader of a few fields needs it. protobuf.dev/programming-guides/encoding. */

export interface Field {
  readonly number: number;
  /** A varint, or a fixed word; null for bytes. */
  readonly value: bigint | null;
  readonly bytes: Uint8Array | null;
}

/** The fields of a message, in order. @throws {RangeError} where it is cut off or no message. */
export function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError("a protobuf message that is cut off");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value & 0xffffffffffffffffn;
    }
    throw new RangeError("a protobuf number of more than 64 bits");
  };
  const take = (size: number): number => {
    if (at + size > message.length) throw new RangeError("a protobuf message that is cut off");
    at += size;
    return at - size;
  };
  while (at < message.length) {
    const key = Number(varint());
    const [number, type] = [Math.floor(key / 8), key % 8];
    if (type === 0) fields.push({ number, value: varint(), bytes: null });
    else if (type === 1) {
      fields.push({ number, value: view.getBigUint64(take(8), true), bytes: null });
    } else if (type === 5) {
      fields.push({ number, value: BigInt(view.getUint32(take(4), true)), bytes: null });
    } else if (type === 2) {
      const size = Number(varint());
      const from = take(size);
      fields.push({ number, value: null, bytes: message.subarray(from, from + size) });
    } else throw new RangeError(`a protobuf field of type ${type}, which none has`);
  }
  return fields;
}

export const messageIn = (fields: readonly Field[], number: number): Field[] | null => {
  const found = fields.find((field) => field.number === number && field.bytes)?.bytes;
  return found ? fieldsOf(found) : null;
};

export const numberIn = (fields: readonly Field[], number: number): bigint | null =>
  fields.find((field) => field.number === number)?.value ?? null;

/** A repeated number, packed or not. */
export function numbersIn(fields: readonly Field[], number: number): bigint[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap(({ value, bytes }) => {
      if (value !== null) return [value];
      // Packed: the same numbers without their keys; key 8 is field 1, varint.
      return bytes ? unpacked(bytes) : [];
    });
}

function unpacked(bytes: Uint8Array): bigint[] {
  const keyed: number[] = [];
  let begins = true;
  for (const byte of bytes) {
    if (begins) keyed.push(8);
    keyed.push(byte);
    begins = byte < 0x80;
  }
  return fieldsOf(Uint8Array.from(keyed)).map(({ value }) => value ?? 0n);
}

import { BlockList, isIP } from 'node:net';

/** Whether an address may call; an unknown address only if there is no list. */
export type IpTest = (ip: string | undefined) => boolean;

/** An allow-list with the blocks as written. */
export interface IpBlocks {
  readonly isOpen: boolean;
  readonly allows: IpTest;
}

/**
 * Addresses and CIDR blocks, v4 and v6, joined by commas, compared as numbers; undefined if one is
 * wrong. Only the empty text is open.
 */
export function toIpBlocks(text: string): IpBlocks | undefined {
  if (text === '') return { isOpen: true, allows: () => true };
  const blocks = text
    .split(',')
    .map((block) => block.trim())
    .filter((block) => block !== '');
  const list = new BlockList();
  // Privacy: a list of nothing but commas is a mistake, and must not let everybody in.
  if (blocks.length === 0 || !blocks.every((block) => addBlock(list, block))) return undefined;
  return {
    isOpen: false,
    allows: (ip) => {
      const family = familyOf(ip ?? '');
      return family !== undefined && list.check(ip ?? '', family);
    },
  };
}

function addBlock(list: BlockList, block: string): boolean {
  const [address = '', bits, ...more] = block.split('/');
  const family = familyOf(address);
  if (family === undefined || more.length > 0) return false;
  if (bits === undefined) list.addAddress(address, family);
  else if (!/^[0-9]{1,3}$/.test(bits) || Number(bits) > (family === 'ipv4' ? 32 : 128))
    return false;
  else list.addSubnet(address, Number(bits), family);
  return true;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  // A zone suffix names an interface of one machine; it cannot be compared.
  if (address.includes('%')) return undefined;
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}

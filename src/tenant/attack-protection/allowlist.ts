import ipaddr from 'ipaddr.js';

/** Tells whether an allowlist of addresses and CIDR ranges contains an address. */
export function isAllowlisted(allowlist: string[], address: string): boolean {
  const ip = ipaddr.process(address);
  return allowlist.some((entry) => {
    const [range, bits] = entry.includes('/')
      ? ipaddr.parseCIDR(entry)
      : [ipaddr.process(entry), undefined];
    if (range.kind() !== ip.kind()) return false;
    return bits === undefined ? range.toString() === ip.toString() : ip.match(range, bits);
  });
}

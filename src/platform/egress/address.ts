import { BlockList, isIP } from 'node:net'

/**
 * What an address is to us. `private` may be reached where the owner opted in for that target; `forbidden` never:
 * link-local and cloud metadata, multicast, documentation, translation and tunnel prefixes, what is no address.
 */
export type AddressClass = 'public' | 'private' | 'forbidden'

/** Takes an address in the form that name resolution and sockets give. */
export const classify = (address: string): AddressClass => {
  const family = address.includes('%') ? 0 : isIP(address)
  if (family === 4) return classify4(address)
  return family === 6 ? classify6(address) : 'forbidden'
}

const classify4 = (address: string): AddressClass => {
  if (PRIVATE_4.check(address, 'ipv4')) return METADATA_4.check(address, 'ipv4') ? 'forbidden' : 'private'
  return FORBIDDEN_4.check(address, 'ipv4') ? 'forbidden' : 'public'
}

/** Only global unicast is public; so mapped (::ffff:0:0/96), NAT64 (64:ff9b::) and whatever comes one day are not. */
const classify6 = (address: string): AddressClass => {
  if (METADATA_6.check(address, 'ipv6')) return 'forbidden'
  if (PRIVATE_6.check(address, 'ipv6')) return 'private'
  if (!GLOBAL_6.check(address, 'ipv6')) return 'forbidden'
  return FORBIDDEN_6.check(address, 'ipv6') ? 'forbidden' : 'public'
}

const blockList = (family: 'ipv4' | 'ipv6', ...subnets: string[]): BlockList => {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net, prefix] = subnet.split('/')
    list.addSubnet(net!, Number(prefix), family)
  }
  return list
}

/** Loopback, RFC 1918, and the carriers' RFC 6598. */
const PRIVATE_4 = blockList(
  'ipv4',
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
)

/** Alibaba's metadata lies inside RFC 6598. */
const METADATA_4 = blockList('ipv4', '100.100.100.200/32')

/** IANA's special-purpose registry where it is not private; link-local holds most clouds' metadata; Azure's WireServer. */
const FORBIDDEN_4 = blockList(
  'ipv4',
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24'],
  ...['192.88.99.0/24', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
)

/** Loopback and unique local. */
const PRIVATE_6 = blockList('ipv6', '::1/128', 'fc00::/7')

/** Amazon's, Google's and Oracle's metadata lie inside unique local. */
const METADATA_6 = blockList('ipv6', 'fd00:ec2::/32', 'fd20:ce::/32', 'fd00:c1::/32')

const GLOBAL_6 = blockList('ipv6', '2000::/3')

/** Teredo, ORCHID and other protocol assignments; documentation; 6to4; AS112; documentation again (RFC 9637). */
const FORBIDDEN_6 = blockList(
  'ipv6',
  ...['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'],
)

export type { AddressClass } from './address.ts'
export {
  createEgress,
  type Egress,
  type EgressMethod,
  type EgressOptions,
  type EgressReply,
  type EgressRequest,
} from './client.ts'
export type { EgressError, Resolve, ResolvedAddress } from './target.ts'

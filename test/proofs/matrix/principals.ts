import { bearer } from '../house.ts'
import type { Who, World } from '../world.ts'

/** Everybody who may come to the door, and with what. */
export const PRINCIPALS = [
  'anonymous',
  'carol',
  'sam',
  'cees',
  'zoe',
  'suspended',
  'former',
  'light',
  'groups',
  'assigned',
  'organization',
  'agent',
  'admin',
  'owner',
  'readOnly',
  'scoped',
  'revoked',
  'expired',
] as const
export type Principal = (typeof PRINCIPALS)[number]

/** Credentials that count as wrong ones. */
export const LOCKED_OUT: readonly Principal[] = ['suspended', 'revoked', 'expired']

/** `readOnly` and `scoped` are tokens of the administrator. */
export const personOf = (principal: Principal): Who | undefined => {
  if (principal === 'readOnly' || principal === 'scoped') return 'admin'
  return principal === 'anonymous' || principal === 'revoked' || principal === 'expired'
    ? undefined
    : principal
}

export const headersOf = (world: World, principal: Principal): Record<string, string> =>
  principal === 'anonymous' ? {} : bearer(world.tokens[principal])

export const CUSTOMERS: readonly Principal[] = ['carol', 'sam', 'cees', 'zoe', 'former']
export const MANAGERS: readonly Principal[] = ['admin', 'owner', 'readOnly', 'scoped']
/** Staff who see every ticket and may write. */
export const UNRESTRICTED: readonly Principal[] = ['agent', ...MANAGERS]
export const AGENTS: readonly Principal[] = ['groups', 'assigned', 'organization', ...UNRESTRICTED]
export const STAFF: readonly Principal[] = ['light', ...AGENTS]
export const SIGNED_IN: readonly Principal[] = [...CUSTOMERS, ...STAFF]

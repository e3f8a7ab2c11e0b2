import type { Route } from '../../../src/platform/http/index.ts'
import { accountFamily, followingFamily, oauthFamily, openFamily } from './access.ts'
import { configFamilies } from './config.ts'
import { draftFamily } from './drafts.ts'
import { mailboxFamily } from './mailboxes.ts'
import { deskFamilies, groupFamily, organizationFamily, tokenFamily, userFamily } from './people.ts'
import { policyFamilies } from './policy.ts'
import { LOCKED_OUT, type Principal } from './principals.ts'
import { routingFamilies } from './routing.ts'
import { ruleFamilies } from './rules.ts'
import { type Family, MISSING, type Row } from './table.ts'
import { technicalFamilies } from './technical.ts'
import { ticketFieldFamilies } from './ticket-fields.ts'
import {
  activityFamily,
  requestFamily,
  satisfactionFamily,
  searchFamily,
  suspendedFamily,
  ticketFamily,
} from './tickets.ts'
import { viewFamilies } from './views.ts'
import { webhookFamily } from './webhooks.ts'

const FAMILIES: readonly Family[] = [
  userFamily,
  organizationFamily,
  groupFamily,
  tokenFamily,
  accountFamily,
  oauthFamily,
  openFamily,
  followingFamily,
  ticketFamily,
  draftFamily,
  requestFamily,
  ...ticketFieldFamilies,
  suspendedFamily,
  satisfactionFamily,
  searchFamily,
  activityFamily,
  mailboxFamily,
  webhookFamily,
  ...technicalFamilies,
  ...deskFamilies,
  ...configFamilies,
  ...policyFamilies,
  ...ruleFamilies,
  ...routingFamilies,
  ...viewFamilies,
]

export type Declared = { readonly row: Row; readonly scope: string }

/** What is declared of each route, by operation. */
export const declared: ReadonlyMap<string, Declared> = new Map(
  FAMILIES.flatMap(({ scope, rows }) =>
    Object.entries(rows).map(([name, row]) => [name, { row, scope }] as const),
  ),
)

/** A token for one resource reaches its routes only; one for reading writes nothing. */
const inScope = (principal: Principal, route: Route, { row, scope }: Declared): boolean => {
  if (scope === 'none' || route.permission === 'public') return true
  if (principal === 'readOnly') return route.method === 'GET' || row.reads === true
  return principal !== 'scoped' || scope === 'tickets'
}

/** The status that a cell must have. */
export const expectedStatus = (
  route: Route,
  declaration: Declared,
  principal: Principal,
  name: string,
): number => {
  const { row } = declaration
  const exception = row.except?.(principal, name)
  if (exception !== undefined) return exception
  const isOpen = row.may === 'anybody'
  if (LOCKED_OUT.includes(principal) && route.toleratesBadCredentials !== true) return 401
  if (principal === 'anonymous' && !isOpen) return 401
  if (!isOpen && (!inScope(principal, route, declaration) || !row.may.includes(principal))) return 403
  if (row.things !== undefined && !row.things.sees(principal, name)) return 404
  if (row.refused?.(principal, name) === true) return 403
  return row.status
}

/** What a route is asked for; one without things is asked once. */
export const namesOf = ({ row }: Declared): readonly string[] => row.things?.names ?? ['']

export const missingOf = ({ row }: Declared): string | undefined =>
  row.things?.names.includes(MISSING) === true ? MISSING : undefined

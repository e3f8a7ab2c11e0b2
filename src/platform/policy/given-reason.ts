import { invalidField, Refused } from '../../kernel/index.ts'
import type { ApiRequest } from '../http/index.ts'
import type { GivenReason } from './policy.ts'

type Asked = Pick<ApiRequest<unknown, unknown, unknown>, 'headers' | 'body' | 'caller'>

const MAX_REASON = 1000
const REASON = 'x-mainstay-reason'
const BREAK_GLASS = 'x-mainstay-break-glass'

/** Who manages both the policy and the staff of a desk may pass by an approval, where the desk lets them. */
const GLASS_BREAKERS = ['policy.manage', 'users.manage'] as const

/**
 * What a request says of its edit of the policy: the header `X-Mainstay-Reason` (percent-encoded where it is not
 * ASCII), else `reason` beside what the body brings; and whether it breaks the glass (`X-Mainstay-Break-Glass: true`).
 */
export const givenWith = ({ headers, body, caller }: Asked): GivenReason => {
  const header = headers[REASON]
  const text = (header === undefined ? reasonIn(body) : decoded(header)).trim()
  if (text.length > MAX_REASON)
    throw new Refused(
      invalidField('reason', `Reason: is too long (maximum is ${MAX_REASON} characters)`, 'TooLong'),
    )
  const mayBreak = GLASS_BREAKERS.every((permission) => caller.permissions.has(permission))
  return { text: text === '' ? null : text, breaksGlass: headers[BREAK_GLASS] === 'true' && mayBreak }
}

const reasonIn = (body: unknown): string => {
  const given = (body as { readonly reason?: unknown } | null | undefined)?.reason
  return typeof given === 'string' ? given.toWellFormed().replaceAll('\0', '') : ''
}

const decoded = (header: string): string => {
  try {
    return decodeURIComponent(header).toWellFormed().replaceAll('\0', '')
  } catch {
    return header
  }
}

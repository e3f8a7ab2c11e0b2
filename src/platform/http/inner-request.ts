import { forbidden, Refused } from '../../kernel/index.ts'
import { type AnyRequest, noClaim } from './dispatch.ts'
import type { ApiReply, Route } from './route.ts'
import { bodyCheck, paramsReader } from './validation.ts'

/** A request that stands for another: who asks, and how it came, are those of the one that is being answered. */
export type InnerRequest = Pick<AnyRequest, 'caller' | 'ip' | 'requestId' | 'headers' | 'origin'> & {
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Asks a route of our own within a request, by the same rights and the same checks of parameters and body. */
export const askRoute = async (route: Route, { params, body, ...rest }: InnerRequest): Promise<ApiReply> => {
  if (!rest.caller.permissions.has(route.permission)) throw new Refused(forbidden)
  const read = route.params === undefined ? { ...params } : paramsReader(route.params)({ ...params })
  if (route.body !== undefined) bodyCheck(route.body)(body)
  const handle = route.handler as unknown as (request: AnyRequest) => Promise<ApiReply>
  return handle({
    ...rest,
    params: read,
    query: {},
    body,
    stream: undefined,
    url: route.path,
    idempotency: noClaim,
  })
}

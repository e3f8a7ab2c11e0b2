import createFetch, { type Client, type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema.d.ts'

/** The wire's objects: `Shown<'Ticket'>`. */
export type Shown<Name extends keyof components['schemas']> = components['schemas'][Name]

/** The typed client of our own API: `api.GET('/api/v2/tickets/{id}', { params: { path: { id } } })`. */
export type Api = Client<paths>

export type ApiOptions = {
  /** Where the desk is; our own pages are served by it, so they say nothing. */
  readonly origin?: string
  /** What writes of a session must bring: `authenticity_token` of `GET /api/v2/users/me`. */
  readonly csrfToken?: () => string | null
  /** Besides: credentials of those who have no session. */
  readonly headers?: Readonly<Record<string, string>>
  readonly fetch?: (request: Request) => Promise<Response>
}

/** Makes a client. Answers are `{ data }` or `{ error }`, each typed by the route; only the network throws. */
export const createApi = ({ origin = '', csrfToken, headers, fetch }: ApiOptions = {}): Api => {
  const api = createFetch<paths>({
    baseUrl: origin,
    credentials: 'same-origin',
    ...(headers && { headers }),
    ...(fetch && { fetch }),
  })
  if (csrfToken !== undefined) api.use(bearing(csrfToken))
  return api
}

const bearing = (csrfToken: () => string | null): Middleware => ({
  onRequest: ({ request }) => {
    const token = request.method === 'GET' ? null : csrfToken()
    if (token !== null) request.headers.set('x-csrf-token', token)
    return request
  },
})

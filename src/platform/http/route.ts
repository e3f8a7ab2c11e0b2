import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import type { Id } from '../../kernel/index.ts'
import type { Db } from '../db/db.ts'
import type { Caller } from './caller.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a route costs, and so which budget it draws on. */
export type RateClass = 'read' | 'write' | 'bulk' | 'export' | 'upload' | 'login' | 'anonymous'

/** A POST that came with an `Idempotency-Key`: what commits the write also says where its outcome is found. */
export type IdempotencyClaim = {
  /** Row id in `idempotency_keys`; `null` when no key was sent. */
  readonly id: Id | null
  /**
   * Called inside the write's own transaction: after a crash the stored location answers the repeated request.
   * Hot paths may do the same in their own statement:
   * `update idempotency_keys set located_status = $, located_path = $ where id = $`.
   */
  locate(tx: Db, status: number, path: string): Promise<void>
}

export type ApiRequest<P, Q, B> = {
  readonly caller: Caller
  readonly params: P
  readonly query: Q
  readonly body: B
  /** The raw body of routes that declare `rawBody`; else undefined. */
  readonly stream: Readable | undefined
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly ip: string
  readonly requestId: string
  /** Scheme, host and port that links on the wire start with (`security.md` 4): no slash at the end. */
  readonly origin: string
  /** Path and query as asked, for paging links. */
  readonly url: string
  readonly idempotency: IdempotencyClaim
}

export type ApiReply = {
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is instead of `body`: files. */
  readonly stream?: NodeJS.ReadableStream
}

/**
 * One endpoint: who may call it, what it takes, what it returns. All of it is required, because a route that does
 * not say so must not start (`none` is said by writing it).
 */
export type Route = {
  readonly method: Method
  /** Fastify path without `.json`: `/api/v2/tickets/:id`. */
  readonly path: string
  /** Unique name in the OpenAPI document: `ListTickets`. */
  readonly operation: string
  readonly summary: string
  /** `public` (no credentials needed), `signed_in`, or a permission of the catalogue. */
  readonly permission: string
  /** Scope that the credential must hold: `tickets:read`; `none` for public routes. */
  readonly scope: string
  readonly rate: RateClass
  /** The audit event that the handler's domain writes, or `none`. */
  readonly audit: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  /** By status. Every documented field is in it; tests hold each reply against it both ways. */
  readonly response: Readonly<Record<number, TSchema>>
  /** Takes any content type and hands over the stream unread. */
  readonly rawBody?: boolean
  /**
   * Takes `application/x-www-form-urlencoded` besides JSON: texts by name, of each the last. For pages that run no
   * script, a session's CSRF token may then stand in the form's field `authenticity_token`.
   */
  readonly form?: true
  /** Takes `multipart/form-data` besides JSON; see `multipart.ts`. */
  readonly multipart?: true
  /**
   * Wrong credentials count as none here, instead of 401: `GET /users/me`, which answers "Anonymous user" then
   * (zendesk-api.md 1.2).
   */
  readonly toleratesBadCredentials?: true
  /** JSON body limit in bytes; 1 MB unless said. */
  readonly bodyLimit?: number
  /**
   * Makes what this route answers of what stands at the location that a write left: for the repetition of a request
   * whose answer a crash took. The body as it is found there, unless said.
   */
  readonly retell?: (
    request: Pick<ApiRequest<never, never, never>, 'caller' | 'origin'>,
    found: unknown,
  ) => Promise<object>
  readonly handler: (request: ApiRequest<never, never, never>) => Promise<ApiReply>
}

type Of<S> = S extends TSchema ? Static<S> : undefined

/** Declares an endpoint; the handler's `params`, `query` and `body` are typed by the schemas, undefined without one. */
export const route = <
  const P extends TSchema | undefined = undefined,
  const Q extends TSchema | undefined = undefined,
  const B extends TSchema | undefined = undefined,
>(
  definition: Omit<Route, 'handler' | 'params' | 'query' | 'body'> & {
    readonly params?: P
    readonly query?: Q
    readonly body?: B
    readonly handler: (request: ApiRequest<Of<P>, Of<Q>, Of<B>>) => Promise<ApiReply>
  },
): Route => definition as unknown as Route

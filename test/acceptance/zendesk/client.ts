import { createClient } from 'node-zendesk'
import type { Desk } from '../../support/desk.ts'

/** The client's methods by name. What it declares of their arguments and answers is often wrong, so that is left out. */
type Methods<Of> = {
  readonly [Name in keyof Of]: Of[Name] extends (...args: never[]) => unknown
    ? (...args: readonly unknown[]) => Promise<unknown>
    : Methods<Of[Name]>
}
export type ZendeskClient = Methods<ReturnType<typeof createClient>>

/** What the API answers for one thing. */
export type Thing = { readonly id: number; readonly [key: string]: unknown }

/** The public Node client, unmodified, signed in as the desk's administrator unless `options` say otherwise. */
export const nodeClient = (desk: Desk, options: object = {}): ZendeskClient =>
  createClient({
    username: desk.adminEmail,
    token: desk.token,
    endpointUri: `${desk.url}/api/v2`,
    ...options,
  }) as unknown as ZendeskClient

/** The thing of an answer; under `key` where the client does not unwrap it. */
export const one = (answer: unknown, key?: string): Thing => {
  const { result } = answer as { result: Record<string, unknown> }
  return (key === undefined ? result : result[key]) as Thing
}

/** The list of an answer: one page's, or all pages'; under `key` where the client does not unwrap it. */
export const many = (answer: unknown, key?: string): readonly Thing[] => {
  const list = Array.isArray(answer) ? answer : (answer as { result: unknown }).result
  if (key === undefined) return list as Thing[]
  return (Array.isArray(list) ? list : [list]).flatMap((page: Record<string, Thing[]>) => page[key] ?? [])
}

export const ids = (list: readonly Thing[]): number[] => list.map(({ id }) => id)

type Job = {
  readonly status: string
  readonly total: number
  readonly progress: number
  readonly results: readonly { readonly id: number; readonly index?: number; readonly success?: boolean }[]
}

/** Waits with the client's own watch for the job that an answer names, and gives it. */
export const finished = async (client: ZendeskClient, answer: unknown): Promise<Job> => {
  const { result } = answer as { result: { job_status?: { id: string } } }
  const list = Array.isArray(answer) ? (answer as { job_status?: { id: string } }[]) : [result]
  const job = list[0]?.job_status
  if (job === undefined) throw new Error(`no job in ${JSON.stringify(answer)}`)
  return (await client.jobstatuses.watch(job.id, 20, 5)) as Job
}

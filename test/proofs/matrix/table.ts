import type { Id } from '../../../src/kernel/index.ts'
import type { World } from '../world.ts'
import type { Principal } from './principals.ts'

/** What a path names: its parameters by name. */
export type Params = Readonly<Record<string, Id | string>>

/** Things of one kind that routes are asked for, and who they exist for. */
export type Things = {
  readonly names: readonly string[]
  params(world: World, name: string, principal: Principal): Params
  /** For whom it exists; for all others it must be as `missing` is. */
  sees(principal: Principal, name: string): boolean
}

/** What one route must do. What is not said is not allowed. */
export type Row = {
  /** Who passes the door; the others get 403, whatever they ask for. */
  readonly may: readonly Principal[] | 'anybody'
  /** What they get for what they see and may do. */
  readonly status: number
  readonly things?: Things
  /** What they see, but may not do this to: 403. */
  readonly refused?: (principal: Principal, name: string) => boolean
  /** Only reads, though it is no GET. */
  readonly reads?: true
  /** A cell that is an exception to the rules above. */
  readonly except?: (principal: Principal, name: string) => number | undefined
  readonly query?: string | ((world: World, name: string) => string)
  readonly body?: unknown | ((world: World, name: string, principal: Principal) => unknown)
  /** The set of ids that a list shows, and where they stand in its answer. */
  readonly shows?: {
    readonly key: string
    readonly ids: (world: World, principal: Principal) => readonly (Id | string)[]
  }
  /** The number that a count answers. */
  readonly counts?: (principal: Principal) => number
}

/** One family: the resource of its scopes, and its routes by operation. */
export type Family = { readonly scope: string; readonly rows: Readonly<Record<string, Row>> }

export const MISSING = 'missing'
export const NO_ID = 7_000_000_000_001

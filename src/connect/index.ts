import type { Ground } from '../platform/ground.ts'
import type { Module } from '../platform/module.ts'
import { webhooks } from './webhooks/index.ts'
import { namesOfEndpoints } from './webhooks/store.ts'

type Doors = Parameters<typeof webhooks>[1]

/** What rules may call. */
export const endpoints =
  ({ db }: Ground) =>
  (): ReturnType<typeof namesOfEndpoints> =>
    namesOfEndpoints(db)

/** The ways to systems outside. */
export const connect = (ground: Ground, doors: Doors): { readonly module: Module } => ({
  module: { name: 'connect', ...webhooks(ground, doors) },
})

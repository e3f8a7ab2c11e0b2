import type { Ground } from '../platform/ground.ts'
import type { Module } from '../platform/module.ts'
import { webhooks } from './webhooks/index.ts'

type Doors = Parameters<typeof webhooks>[1]

/** The ways to systems outside. */
export const connect = (ground: Ground, doors: Doors): { readonly module: Module } => ({
  module: { name: 'connect', ...webhooks(ground, doors) },
})

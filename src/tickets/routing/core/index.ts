export * from './choose.ts'
export * from './load.ts'
export * from './presence.ts'
export * from './rules.ts'

export { type Acting, actingOf, asSystem, viewerOf } from './acting.ts'
export * from './core/index.ts'
export { peopleFactsSql } from './facts.ts'
export { accountNameOf, accountSettingsOf, roleOf, rolesOf } from './policy.ts'

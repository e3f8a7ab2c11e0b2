export type { Act } from './act.ts'
export { type Cast, castOf } from './cast.ts'
export { lifeOf } from './life.ts'
export { randomOf } from './random.ts'

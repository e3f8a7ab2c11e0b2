export { type Cast, castOf } from './cast.ts'
export { type Act, lifeOf } from './life.ts'
export { randomOf } from './random.ts'

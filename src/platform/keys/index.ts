export { createKeys, keysFrom } from './create-keys.ts'
export type { Keys } from './keys.ts'

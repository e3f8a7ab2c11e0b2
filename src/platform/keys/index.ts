export { createKeys, keyFingerprint, keysFrom } from './create-keys.ts'
export { installationKey, replaceKey } from './installation-key.ts'
export type { Keys } from './keys.ts'

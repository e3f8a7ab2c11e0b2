import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { Settings } from '../settings/settings.ts'
import { installationKey } from './installation-key.ts'
import type { Keys } from './keys.ts'

/** The keys of this installation. Reads, or on the first start writes, the key file: see `installationKey`. */
export const createKeys = (settings: Pick<Settings, 'key' | 'dataDir'>): Keys =>
  keysFrom(installationKey(settings.key, settings.dataDir))

/** Tells two keys apart without telling anything of them: 16 bytes, hex. */
export const keyFingerprint = (keys: Pick<Keys, 'sign'>): string =>
  keys.sign('fingerprint', 'mainstay').toString('hex', 0, 16)

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** First byte of what `seal` gives, so that another cipher can follow one day. */
const FORMAT = Buffer.from([1])

/**
 * The keys derived from a secret. Signing and sealing under one purpose use different keys. They are kept as objects:
 * Node makes one of a buffer at each use, which takes six times as long as signing.
 */
export const keysFrom = (secret: Buffer): Keys => {
  const derived = new Map<string, KeyObject>()
  const keyOf = (use: 'sign' | 'seal', purpose: string): KeyObject => {
    const info = `${use}/${purpose}`
    const key =
      derived.get(info) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'mainstay', info, 32)))
    derived.set(info, key)
    return key
  }
  return {
    sign: (purpose, text) => createHmac('sha256', keyOf('sign', purpose)).update(text, 'utf8').digest(),
    seal: (purpose, plain) => seal(keyOf('seal', purpose), plain),
    open: (purpose, sealed) => open(keyOf('seal', purpose), sealed),
  }
}

const seal = (key: KeyObject, plain: Buffer): Buffer => {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(FORMAT)
  const body = [cipher.update(plain), cipher.final()]
  return Buffer.concat([FORMAT, nonce, ...body, cipher.getAuthTag()])
}

const open = (key: KeyObject, sealed: Buffer): Buffer | undefined => {
  const bodyFrom = FORMAT.length + NONCE_BYTES
  if (sealed.length < bodyFrom + TAG_BYTES || sealed[0] !== FORMAT[0]) return undefined
  const nonce = sealed.subarray(FORMAT.length, bodyFrom)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(FORMAT)
    .setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(bodyFrom, -TAG_BYTES)), decipher.final()])
  } catch {
    // `final` throws for one reason: the tag does not fit the bytes.
    return undefined
  }
}

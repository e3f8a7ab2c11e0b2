import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

const MIN_LENGTH = 32

/** The key cannot be used; the message tells the operator why. */
export class KeyError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'KeyError'
  }
}

/**
 * The secret that all keys are derived from: `MAINSTAY_KEY`, else the file `key` of the data directory, which is made
 * on the first call. Throws with a sentence for the operator where neither can be used.
 */
export const installationKey = (fromEnvironment: string | undefined, dataDir: string): Buffer => {
  if (fromEnvironment !== undefined) return checked(fromEnvironment, 'MAINSTAY_KEY')
  const file = join(dataDir, 'key')
  return readKey(file) ?? createKey(dataDir, file)
}

/** Puts a key that was kept elsewhere into a data directory; one that is there stays beside it as `key.before-NAME`. */
export const replaceKey = (dataDir: string, secret: Buffer, name: string): void => {
  const file = join(dataDir, 'key')
  mkdirSync(dataDir, { recursive: true })
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  writeSynced(aside, `${secret.toString('utf8')}\n`)
  if (readKey(file) !== undefined) linkSync(file, `${file}.before-${name}`)
  renameSync(aside, file)
  syncDirectory(dataDir)
}

const checked = (text: string, where: string): Buffer => {
  const secret = text.trim()
  if (secret.length >= MIN_LENGTH) return Buffer.from(secret, 'utf8')
  throw new KeyError(
    `${where} is too short: it needs ${MIN_LENGTH} characters or more, best from "openssl rand -hex 32"`,
  )
}

const readKey = (file: string): Buffer | undefined => {
  try {
    const { mode } = statSync(file)
    if ((mode & 0o077) !== 0)
      throw new KeyError(`The key in ${file} can be read by others: run chmod 600 ${file}`)
    return checked(readFileSync(file, 'utf8'), `The key in ${file}`)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Written aside and linked: of two processes that start at once both read the same whole key, and a crash leaves none. */
const createKey = (dataDir: string, file: string): Buffer => {
  mkdirSync(dataDir, { recursive: true })
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeSynced(aside, `${randomBytes(32).toString('hex')}\n`)
    linkSync(aside, file)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  } finally {
    rmSync(aside, { force: true })
  }
  syncDirectory(dataDir)
  return checked(readFileSync(file, 'utf8'), `The key in ${file}`)
}

const writeSynced = (file: string, text: string): void => {
  const fd = openSync(file, 'wx', 0o600)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const syncDirectory = (directory: string): void => {
  const fd = openSync(directory, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

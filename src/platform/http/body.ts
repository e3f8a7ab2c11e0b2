import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { invalidField, Refused } from '../../kernel/index.ts'
import { HttpFailure, unsupportedMediaType } from './errors.ts'
import { isMultipartMedia, parseMultipart } from './multipart.ts'
import type { Route } from './route.ts'

export const DEFAULT_BODY_LIMIT = 1024 * 1024
export const MAX_DEPTH = 32
const KEYS_PER_DEFAULT_BODY = 2000

/** 2,000 keys for an ordinary body; a route that takes more bytes (bulk) takes as many times more keys. */
export const keyLimit = (bodyLimit: number): number =>
  KEYS_PER_DEFAULT_BODY * Math.max(1, Math.round(bodyLimit / DEFAULT_BODY_LIMIT))

const tooLarge = (limit: number): Refused =>
  new Refused({ code: 'too_large', message: `The body is larger than ${limit} bytes` })

const invalidJson = (message: string): HttpFailure =>
  new HttpFailure(400, { error: { title: 'Invalid JSON', message } })

const FORM_MEDIA = /^application\/x-www-form-urlencoded\s*(?:;|$)/i

export const isFormMedia = (media: string | undefined): boolean => FORM_MEDIA.test(media ?? '')

const JSON_MEDIA = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/** Reads the JSON that a route takes. A route that takes none ignores what comes (Zenpy's DELETE sends some). */
export const takeBody = async (
  route: Route,
  request: FastifyRequest,
  payload: IncomingMessage,
): Promise<unknown> => {
  const { headers } = request
  const media = headers['content-type'] ?? ''
  const isForm = route.form === true && isFormMedia(media)
  const isMultipart = route.multipart === true && isMultipartMedia(media)
  if (route.body !== undefined && hasBody(headers) && !isForm && !isMultipart && !JSON_MEDIA.test(media))
    throw new HttpFailure(unsupportedMediaType.status, unsupportedMediaType.body)
  const limit = route.bodyLimit ?? DEFAULT_BODY_LIMIT
  const bytes = await readBody(payload, limit)
  if (headers['idempotency-key'] !== undefined) request.bodyBytes = bytes
  if (route.body === undefined) return undefined
  if (isMultipart) return storable(walked(await parseMultipart(bytes, media), keyLimit(limit)), '')
  return isForm ? parseFormBody(bytes, keyLimit(limit)) : parseJsonBody(bytes, keyLimit(limit))
}

const hasBody = (headers: FastifyRequest['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Reads a body of at most `limit` bytes; one that says beforehand that it is longer is not begun. */
export const readBody = (
  stream: Readable & { readonly headers?: IncomingHttpHeaders },
  limit: number,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (Number(stream.headers?.['content-length']) > limit) return reject(tooLarge(limit))
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= limit) {
        chunks.push(chunk)
        return
      }
      stream.off('data', take)
      reject(tooLarge(limit))
    }
    stream.on('data', take)
    stream.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    stream.once('error', reject)
    stream.once('close', () => reject(invalidJson('The connection ended before the body did')))
  })

/**
 * Parses a JSON body and holds it to its limits. `undefined` for an empty one. What PostgreSQL cannot store never
 * gets further: NUL is refused by name, half a surrogate pair becomes U+FFFD.
 */
export const parseJsonBody = (bytes: Buffer, maxKeys: number): unknown => {
  const text = bytes.toString('utf8')
  if (text.trim() === '') return undefined
  const value = parsed(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  return UNSTORABLE.test(text) ? storable(walked(value, maxKeys), '') : walked(value, maxKeys)
}

/** A form as an object of texts, held to the same limits. */
const parseFormBody = (bytes: Buffer, maxKeys: number): unknown => {
  const pairs = [...new URLSearchParams(bytes.toString('utf8'))]
  const value = walked(Object.fromEntries(pairs), maxKeys)
  return storable(value, '')
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The engine's message quotes the text; only the place is told.
    const place = /position \d+(?: \(line \d+ column \d+\))?/.exec(String(error))
    throw invalidJson(
      place === null ? 'The body is not valid JSON' : `The body is not valid JSON at ${place[0]}`,
    )
  }
}

const walked = (value: unknown, maxKeys: number): unknown => {
  let keys = 0
  const walk = (node: unknown, depth: number): void => {
    if (typeof node !== 'object' || node === null) return
    if (depth > MAX_DEPTH) throw invalidJson(`The body is nested deeper than ${MAX_DEPTH} levels`)
    if (Array.isArray(node)) {
      for (const item of node) walk(item, depth + 1)
      return
    }
    for (const key of Object.keys(node)) {
      keys += 1
      if (keys > maxKeys) throw invalidJson(`The body has more than ${maxKeys} keys`)
      if (isPoison(key, node)) throw invalidJson(`The key ${key} is not allowed`)
      walk((node as Record<string, unknown>)[key], depth + 1)
    }
  }
  walk(value, 1)
  return value
}

/** Keys that change an object's prototype when a careless merge copies them. */
const isPoison = (key: string, node: object): boolean => {
  if (key === '__proto__') return true
  if (key !== 'constructor') return false
  const value = (node as Record<string, unknown>)[key]
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')
}

const UNSTORABLE = /\\u(?:0000|d[89a-f])/i

const storable = (node: unknown, path: string): unknown => {
  if (typeof node === 'string') return storableText(node, path)
  if (typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) return node.map((item, i) => storable(item, `${path}.${i}`))
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      storableText(key, path),
      storable(value, path === '' ? key : `${path}.${key}`),
    ]),
  )
}

const storableText = (text: string, path: string): string => {
  if (!text.includes('\0')) return text.toWellFormed()
  const field = path.replaceAll('\0', '') || 'base'
  throw new Refused(invalidField(field, `${field}: cannot contain the character NUL`, 'InvalidFormat'))
}

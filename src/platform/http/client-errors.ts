import type { Socket } from 'node:net'
import { fixedHeaders } from './security-headers.ts'

const answers: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are larger than 32768 bytes'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time'],
}

const HEADER_LINES = Object.entries(fixedHeaders)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('')

/** Answers what is not HTTP, or not within its limits, on the bare socket: no request exists yet. */
export const answerMalformed = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [status, description] = answers[error.code ?? ''] ?? [
    '400 Bad Request',
    'This is not a valid request',
  ]
  const body = JSON.stringify({ error: status.slice(4).replaceAll(' ', ''), description })
  if (!socket.writable) return void socket.destroy()
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\n${HEADER_LINES}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

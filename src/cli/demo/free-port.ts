import { lookup } from 'node:dns/promises'
import { createServer } from 'node:net'

const MAX_PORT = 65_535

/** The wanted port where it is free on every address of the host, else the next free one; 0 takes any. */
export const freePort = async (host: string, wanted: number): Promise<number> => {
  const addresses = (await lookup(host, { all: true })).map(({ address }) => address)
  for (let port = wanted; port <= MAX_PORT; port++) {
    const found = await freeOnAll(addresses, port)
    if (found !== undefined) return found
  }
  throw new Error(`No port from ${wanted} on is free on ${host}.`)
}

const freeOnAll = async (addresses: readonly string[], wanted: number): Promise<number | undefined> => {
  let port = wanted
  for (const address of addresses) {
    const found = await tryPort(address, port)
    if (found === undefined) return undefined
    port = found
  }
  return port
}

/** Undefined where it is taken. What else is wrong (no right to it, no such address) is thrown. */
const tryPort = (address: string, port: number): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      // The host has an address of a family that this machine does not speak.
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(port)
      else reject(error)
    })
    probe.listen({ host: address, port, exclusive: true }, () => {
      const bound = probe.address()
      probe.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : port))
    })
  })

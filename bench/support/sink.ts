import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export type Sink = { readonly url: string; count(): Promise<number>; close(): Promise<void> }

/** Starts the relay of `sink-thread.ts`. */
export const startSink = async (): Promise<Sink> => {
  const worker = new Worker(new URL('./sink-thread.ts', import.meta.url))
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }]
  return {
    url: `smtp://127.0.0.1:${port}`,
    count: async () => {
      worker.postMessage('count')
      const [{ mails }] = (await once(worker, 'message')) as [{ mails: number }]
      return mails
    },
    close: async () => {
      await worker.terminate()
    },
  }
}

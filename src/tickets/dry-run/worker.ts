import { parentPort, workerData } from 'node:worker_threads'
import { replaying, type Task } from './replaying.ts'

/** The thread of a dry run: tells what it finds as it finds it. */
await replaying(workerData as Task, (news) => parentPort?.postMessage(news))

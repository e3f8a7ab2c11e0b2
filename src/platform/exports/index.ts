export type { Exported, ExportSource, Stretch } from './read.ts'
export { type ExportStream, type StreamRequest, streamRoutes } from './stream.ts'

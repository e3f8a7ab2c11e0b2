export { answerClocksLine, MAX_CLOCKS_LINE } from './clocks-lines.ts'
export * from './core/index.ts'

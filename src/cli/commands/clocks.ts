import { answerClocksLine, MAX_CLOCKS_LINE } from '../../sla/index.ts'
import { answerStandardInput } from '../answer-lines.ts'
import type { Command } from '../command.ts'

export const clocks: Command = {
  name: 'clocks',
  summary:
    'Says what SLA clocks, metric events and ticket metrics come of policies, schedules and a history: a JSON case a line on standard input, {schedules, policies, history, until, …}, and an answer a line; needs no database',
  options: [],
  run: async (_given, io) => {
    await answerStandardInput({ answer: answerClocksLine, maxCharacters: MAX_CLOCKS_LINE }, io)
    return 0
  },
}

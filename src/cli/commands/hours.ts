import { answerHoursLine, MAX_LINE_CHARACTERS } from '../../calendar/index.ts'
import { answerStandardInput } from '../answer-lines.ts'
import type { Command } from '../command.ts'

export const hours: Command = {
  name: 'hours',
  summary:
    'Answers questions about working time: a JSON case a line on standard input, {op, tz, hours, holidays, at, minutes or to}, and an answer a line; needs no database',
  options: [],
  run: async (_given, io) => {
    await answerStandardInput({ answer: answerHoursLine, maxCharacters: MAX_LINE_CHARACTERS }, io)
    return 0
  },
}

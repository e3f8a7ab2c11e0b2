import { Parser } from 'htmlparser2'

/** Character references as characters. The text must hold no tags; what still looks like one is dropped. */
export const decodeEntities = (text: string): string => {
  const pieces: string[] = []
  const parser = new Parser({ ontext: (piece) => pieces.push(piece) })
  parser.end(text.replaceAll('<', ' '))
  return pieces.join('')
}

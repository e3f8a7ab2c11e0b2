import { type Instant, isId, parseIso } from '../../kernel/index.ts'
import { textToHtml } from '../../platform/html/index.ts'
import { textOfStructure, type VoiceCall } from '../core/comment-structure.ts'
import { type CommentWish, MAX_COMMENT_BYTES, readComment } from './read-comment.ts'
import type { Fail } from './read-ticket.ts'
import type { CommentInput, VoiceInput } from './ticket-input.ts'

/** A call becomes a comment that says it in words, and keeps what the wire tells of it. Words of a comment go first. */
export const readVoice = (
  input: VoiceInput,
  said: CommentInput | null | undefined,
  fail: Fail,
): CommentWish | undefined => {
  const call = readCall(input, fail)
  const words = readComment(said, fail)
  const text = [words?.text, textOfStructure(call, () => '')].filter(Boolean).join('\n\n')
  if (Buffer.byteLength(text) > MAX_COMMENT_BYTES)
    return fail('voice_comment', `Voice comment: is longer than ${MAX_COMMENT_BYTES} bytes`, 'TooLong')
  const isPublic = input.public ?? words?.public
  const authorId =
    input.author_id == null || input.author_id === '' ? words?.authorId : Number(input.author_id)
  return {
    ...(isPublic === undefined ? {} : { public: isPublic }),
    ...(authorId === undefined ? {} : { authorId }),
    text,
    html: textToHtml(text),
    uploadTokens: words?.uploadTokens ?? [],
    structure: call,
  }
}

const readCall = (input: VoiceInput, fail: Fail): VoiceCall => ({
  kind: 'voice',
  from: input.from || null,
  to: input.to || null,
  recordingUrl: readUrl(input.recording_url, fail),
  startedAt: readStart(input.started_at, fail),
  callDurationSeconds:
    input.call_duration == null || input.call_duration === '' ? null : Number(input.call_duration),
  answeredById: isId(Number(input.answered_by_id)) ? Number(input.answered_by_id) : null,
  location: input.location || null,
  transcription: input.transcription_text || null,
})

/** Agents follow the link: it leads to a web server, or nowhere. */
const readUrl = (value: string | null | undefined, fail: Fail): string | null => {
  if (!value) return null
  const url = URL.parse(value)
  const isWeb = url !== null && (url.protocol === 'https:' || url.protocol === 'http:')
  if (isWeb) return url.href
  fail('voice_comment', 'Voice comment: recording url is no http or https address', 'InvalidFormat')
  return null
}

const readStart = (value: string | null | undefined, fail: Fail): Instant | null => {
  if (!value) return null
  const at = parseIso(value)
  if (at === undefined)
    fail('voice_comment', 'Voice comment: started at is not an ISO 8601 time', 'InvalidFormat')
  return at ?? null
}

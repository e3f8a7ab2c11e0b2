import { HttpFailure } from './errors.ts'

const MULTIPART_MEDIA = /^multipart\/form-data\s*;/i
const NAME = /^[a-z_]+(?:\[[a-z_]+\]){0,3}$/

export const isMultipartMedia = (media: string | undefined): boolean => MULTIPART_MEDIA.test(media ?? '')

/** A file in a body; `base64` holds its bytes. */
export type FormFile = { readonly file_name: string; readonly content_type: string; readonly base64: string }

type Node = { [name: string]: string | FormFile | Node }

/**
 * A `multipart/form-data` body as the object that its JSON would be: `user[photo][uploaded_data]` is a value three deep,
 * files are `FormFile`s. Names of another form are passed over. 400 for what is no such body.
 */
export const parseMultipart = async (bytes: Buffer, media: string): Promise<object> => {
  const body: Node = Object.create(null)
  for (const [name, value] of await formOf(bytes, media)) {
    if (NAME.test(name)) put(body, name.split(/[[\]]+/).filter(Boolean), await readValue(value))
  }
  return body
}

const formOf = async (bytes: Buffer, media: string): Promise<FormData> => {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': media } }).formData()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const message = 'The body is not valid multipart/form-data'
    throw new HttpFailure(400, { error: { title: 'Invalid form', message } })
  }
}

const readValue = async (value: string | File): Promise<string | FormFile> =>
  typeof value === 'string'
    ? value
    : {
        file_name: value.name,
        content_type: value.type,
        base64: Buffer.from(await value.arrayBuffer()).toString('base64'),
      }

const put = (body: Node, path: readonly string[], value: string | FormFile): void => {
  const [last, ...parents] = path.toReversed()
  let node = body
  for (const name of parents.toReversed()) {
    const inner = node[name]
    if (inner === undefined || typeof inner === 'string' || 'base64' in inner)
      node[name] = Object.create(null)
    node = node[name] as Node
  }
  node[last!] = value
}

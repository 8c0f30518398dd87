import type { IncomingMessage } from 'node:http'

/** Every value of a header, `name` in lower case. Node keeps the first of several or joins them, silently, so the raw list is read. */
export const headerValues = ({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)

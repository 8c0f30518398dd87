import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { TokenSource } from './access-token.js'
import type { ClientSettings } from './client-options.js'
import type { ExportedFile, ExportOptions } from './export-types.js'
import type { FiguresInput } from './figure-types.js'
import { HubFault } from './hub-fault.js'
import { readAnswer } from './post-graphql.js'
import { readField } from './refusals.js'
import { withRetries } from './retry.js'
import { factsOf, sendSigned } from './send-signed.js'

/** Asks for a file at an address of the hub, with a body of JSON. */
export type Download = (path: string, body: string) => Promise<Outcome<ExportedFile>>
/** Asks for a file of figures. */
type PostExport = (input: FiguresInput, options: ExportOptions) => Promise<Outcome<ExportedFile>>

/** Statuses under which the hub refuses a question with its issues: unreadable, not for this caller, not to be answered. */
const REFUSED = [400, 403, 422]

/** Ends a request that stands still: `waitMs` until the answer begins, and again between its pieces. */
function startWatch(waitMs: number) {
  const stillness = new AbortController()
  const stop = () => stillness.abort(new Error(`Nothing came for ${waitMs} ms.`))
  let timer = setTimeout(stop, waitMs)
  return {
    signal: stillness.signal,
    moved: () => {
      clearTimeout(timer)
      timer = setTimeout(stop, waitMs)
    },
    end: () => clearTimeout(timer),
  }
}

type Watch = ReturnType<typeof startWatch>

/** The pieces as they come. A file that was cut off is a fault, never a short file. */
async function* readPieces(response: Response, watch: Watch): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    // A response with a file has a body.
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      watch.moved()
      yield piece
      watch.moved()
    }
  } catch (cause) {
    throw new HubFault('unreachable', 'The file was cut off on its way; what has come of it is not whole.', { ...factsOf(response), cause })
  } finally {
    watch.end()
  }
}

const fileNameOf = (response: Response): string | null =>
  /filename="([\w.-]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? null

async function readRefusal(response: Response): Promise<Outcome<never>> {
  const refused = readField(await readAnswer<Readonly<Record<string, null>>>(response, REFUSED), 'figures')
  if (!refused.ok) return refused
  throw new HubFault('answer', `The hub answered HTTP ${response.status} without a reason.`, factsOf(response))
}

const pathOf = ({ format, bom = true, header = true }: ExportOptions): string =>
  `/export/${format}${format === 'csv' ? `?bom=${bom ? 1 : 0}&header=${header ? 1 : 0}` : ''}`

/** Waits and retries lie before the first byte of the file; after it, a broken download is a fault. Faults: `unreachable`, `signIn`, `answer`. */
export function createDownload(settings: ClientSettings, tokens: TokenSource): Download {
  return async (path, body) =>
    withRetries(settings, async (): Promise<Outcome<ExportedFile>> => {
      const watch = startWatch(settings.timeoutMs)
      try {
        const response = await sendSigned({ path, body, accept: '*/*', signal: watch.signal }, tokens, settings)
        if (response.status === 200) {
          watch.moved()
          return accept({ fileName: fileNameOf(response), pieces: readPieces(response, watch) })
        }
        watch.end()
        return await readRefusal(response)
      } catch (fault) {
        watch.end()
        throw fault
      }
    })
}

export const createPostExport =
  (download: Download): PostExport =>
  (input, options) =>
    download(pathOf(options), JSON.stringify(input))
